import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenedCommandLine } from './command-line.ts';
import type { SimulatedWorld, TrainOptions } from './train-verb.ts';

export { type DataCard, openDataCard } from './data-card.ts';

/** For tests: a command as somebody would see it who types, in this process or in one of its own. */

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function typeHere(main: OpenedCommandLine['main'], home: string, argv: readonly string[]): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const code = await main(argv, {
    home,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

/** Where a signal, a pipe or two processes at once are the point. `cli` is the module that declares the command. */
export function typeInProcess(cli: URL, home: string, argv: readonly string[]) {
  const env = { ...process.env, APPLIED_MODELING_HOME: home };
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(cli), ...argv], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}

/** Makes a world that was simulated elsewhere one that a home holds, by a link. `folder` is the pipeline's in `datasets`. */
export function lendWorld(home: string, folder: string, { lakeDir }: Pick<SimulatedWorld, 'lakeDir'>): void {
  const worlds = join(home, 'datasets', folder, 'generated');
  mkdirSync(worlds, { recursive: true });
  symlinkSync(dirname(lakeDir), join(worlds, basename(dirname(lakeDir))));
}

/** The files of a folder, name → text. */
export function filesIn(dir: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(dir)
      .toSorted()
      .map((name) => [name, readFileSync(join(dir, name), 'utf8')]),
  );
}

/** What is written into a folder that is gone afterwards. */
export async function filesWrittenBy(write: (dir: string) => Promise<unknown>): Promise<ReturnType<typeof filesIn>> {
  const dir = mkdtempSync(join(tmpdir(), 'written-'));
  try {
    await write(dir);
    return filesIn(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What a run is asked for that is judged and cannot be published. `told` hears of it first. */
export function unpublished<Judged>(home: string, told: (run: Judged) => void): Omit<TrainOptions<Judged>, 'source'> {
  return {
    ...{ seed: 7, threads: 1, plantLeak: false, startedAt: 0, clock: () => 0, commit: 'abc' },
    ...{ mlrunsDir: join(home, 'mlruns'), runsDir: join(home, 'runs') },
    stage: (_, work) => work(() => undefined),
    publish: async (run) => {
      told(run);
      throw new Error('no room');
    },
  };
}
