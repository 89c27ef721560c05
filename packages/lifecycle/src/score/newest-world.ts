import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asTyped, Refusal, runFiles, type Size } from '@applied-modeling/command';
import { openRegistry } from '@applied-modeling/tracking';

/**
 * The world that the newest registered model learnt from; null where it learnt from a person's own files.
 *
 * @throws Refusal where nothing was trained yet, or the folder of its run is gone
 */
export async function worldOfNewestRun(
  { mlruns, runs }: { readonly mlruns: string; readonly runs: string },
  { model, command }: { readonly model: string; readonly command: string },
): Promise<{ readonly seed: number; readonly size: Size } | null> {
  const train = asTyped(`${command}:train`);
  const newest = (await openRegistry(mlruns).versions(model)).at(-1);
  if (newest === undefined)
    throw new Refusal(`no version of ${model} is registered yet`, [`train one first: ${train}`]);
  const file = join(runs, newest.runId.slice(0, 12), runFiles.metrics);
  try {
    const { seed, size } = JSON.parse(await readFile(file, 'utf8'));
    return seed === null ? null : { seed, size };
  } catch (failure) {
    throw new Refusal(`${file} cannot be read (${(failure as Error).message})`, [`train again: ${train}`]);
  }
}
