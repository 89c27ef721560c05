import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.ts';
import { sweepScratch } from './scratch-folder.ts';

/** Where a command keeps things: the same folders under the repository, or under `APPLIED_MODELING_HOME`. */
export interface Places {
  /** A folder a run. */
  readonly runs: string;
  readonly mlruns: string;
  readonly worlds: string;
  /** Tables of what was decided, a folder a model. */
  readonly scores: string;
}

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** Scratch folders: a person's tables as Delta while a run lasts, a model while its monitor is measured, and the files of a run before it is published. */
export const OWN_DATA = '.own-data-';
export const REPLAYED = '.replayed-';
export const WRITING = '.writing-';

export function placesOf(home: string, folder: string): Places {
  return {
    runs: join(home, 'runs', folder),
    mlruns: join(home, 'mlruns'),
    worlds: join(home, 'datasets', folder, 'generated'),
    scores: join(home, 'scores'),
  };
}

/** Makes the folders, or refuses now and not after a minute of work; sweeps what killed runs had left by `now` (ms). */
export function openPlaces(places: Places, now: number): void {
  for (const dir of Object.values(places)) requireWritable(dir);
  for (const mark of [OWN_DATA, REPLAYED]) sweepScratch(dirname(places.runs), mark, now);
  sweepScratch(places.runs, WRITING, now);
}

function requireWritable(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (failure) {
    const code = (failure as NodeJS.ErrnoException).code;
    throw new Refusal(`${dir} cannot be written to (${code})`, ['make it writable, or set APPLIED_MODELING_HOME']);
  }
}
