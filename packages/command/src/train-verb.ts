import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { type Session, type Verb, verb } from './command-line.ts';
import { directory, type Flags, type FlagValues, oneOf, toggle, wholeNumber } from './flags.ts';
import { OWN_DATA, openPlaces, REPOSITORY } from './places.ts';
import { previousRun } from './previous-run.ts';
import type { Stage, Tick } from './progress.ts';
import { publishRun, type RunFolder } from './publish-run.ts';
import { Refusal } from './refusal.ts';
import { type RunMetrics, runFiles, type Spent } from './run-metrics.ts';
import { inScratchFolder } from './scratch-folder.ts';
import { isTableFailure } from './tell-failure.ts';

/**
 * `train`, which every pipeline has: takes the simulated world or a person's own files through stages 1 to 7, publishes the
 * folder of the run, and prints one screen or one object. A pipeline declares what is its own.
 */
export function trainVerb<Own extends Flags, Judged extends JudgedRun, Run extends Judged, Metrics extends RunMetrics>(
  declaration: TrainDeclaration<Own, Judged, Run, Metrics>,
): Verb {
  const { plantLeak, load } = declaration;
  const flags = { ...firstFlags, ...declaration.flags, plantLeak: toggle(plantLeak), json };
  return verb({
    about: 'Simulates or reads the tables, trains, judges, registers and reports.',
    flags,
    run: async (values, session) => {
      if (!values.explainData) return train(values as TrainValues & FlagValues<Own>, session, declaration);
      session.print(`${(await load()).explainData()}\n`);
      return 0;
    },
  });
}

export interface TrainDeclaration<
  Own extends Flags,
  Judged extends JudgedRun,
  Run extends Judged,
  Metrics extends RunMetrics,
> {
  /** What `--plant-leak` does. */
  readonly plantLeak: string;
  readonly flags?: Own;
  /** Loads the pipeline, whose `index.ts` exports the steps: called when a run begins, and never to print help. */
  readonly load: () => Promise<TrainSteps<Own, Judged, Run, Metrics>>;
}

export interface TrainSteps<
  Own extends Flags,
  Judged extends JudgedRun,
  Run extends Judged,
  Metrics extends RunMetrics,
> {
  /** What `--data DIR` may hold. */
  readonly explainData: () => string;
  readonly simulate: Simulate;
  readonly trainRun: (options: TrainOptions<Judged> & FlagValues<Own>) => Promise<Run>;
  readonly metricsOf: (run: Judged, spent: Spent) => Metrics;
  /** All files but `metrics.json`. */
  readonly filesOf: (run: Judged, metrics: Metrics) => Promise<RunFolder>;
  /** One screen for a person at a terminal. */
  readonly screenOf: (run: Run, metrics: Metrics, previous: Metrics | null, mlrunsDir: string) => string;
  /** The metric that is compared with the previous run's. */
  readonly figure: string;
}

/** What a run is asked for, whatever the question. */
export interface TrainOptions<Judged> {
  readonly source: Source;
  readonly seed: number;
  readonly threads: number;
  readonly plantLeak: boolean;
  readonly mlrunsDir: string;
  /** Where runs keep their files, one folder each. */
  readonly runsDir: string;
  readonly startedAt: number;
  /** Milliseconds since 1970, asked when the run ends. */
  readonly clock: () => number;
  readonly commit: string;
  /** Wraps a stage: progress and elapsed time are the caller's business. */
  readonly stage: Stage;
  /** Makes the run readable under its `runDir`, all at once. What could not be published is not registered. */
  readonly publish: (run: Judged) => Promise<void>;
}

export type Source =
  | { readonly kind: 'simulated'; readonly seed: number; readonly size: Size; readonly world: SimulatedWorld }
  /** `lakeDir` is an empty folder for the tables made of the files. */
  | { readonly kind: 'files'; readonly dir: string; readonly lakeDir: string };

export type Size = 'small' | 'medium' | 'large';

/** The world of a seed and size, built under `worlds` or found there. */
export type Simulate = (
  worlds: string,
  options: Pick<TrainValues, 'seed' | 'size' | 'threads'> & {
    readonly onProgress: Tick;
    /** Weeks beyond the history. */
    readonly following?: number;
  },
) => Promise<SimulatedWorld>;

export interface SimulatedWorld {
  readonly lakeDir: string;
  /** Null where nobody could compute a truth. */
  readonly truthDir: string | null;
  readonly weeks: number;
  /** Of every table, as they were written. */
  readonly rows: Readonly<Record<string, number>>;
  readonly clock: { readonly epoch: number };
  /** Hash of all that shaped the world. */
  readonly generator: string;
}

/** What is needed of a run before anything of it is registered; whoever asked for it closes its lake. */
export interface JudgedRun {
  readonly runDir: string;
  readonly ingested: { readonly lake: { close(): void } };
  readonly audit: { readonly passed: boolean };
}

const firstFlags = {
  seed: wholeNumber('seed of the world and of training', { from: 0, to: 2 ** 32 - 1, otherwise: 7 }),
  size: oneOf('size of the simulated world', ['small', 'medium', 'large'], 'medium'),
  data: directory('your own CSV, Parquet or Delta tables instead of a simulated world', {
    excludes: ['size', 'plantLeak'],
  }),
  explainData: toggle('print the tables DIR may hold, and stop'),
  threads: wholeNumber('threads to use', {
    from: 1,
    to: 64,
    otherwise: availableParallelism(),
    otherwiseShown: 'all cores',
  }),
};
const json = toggle('print one JSON object on stdout instead of the summary');

type TrainValues = FlagValues<typeof firstFlags> & { readonly plantLeak: boolean; readonly json: boolean };

async function train<Own extends Flags, Judged extends JudgedRun, Run extends Judged, Metrics extends RunMetrics>(
  values: TrainValues & FlagValues<Own>,
  session: Session,
  { load }: TrainDeclaration<Own, Judged, Run, Metrics>,
): Promise<number> {
  const { places, progress, clock } = session;
  const startedAt = clock();
  openPlaces(places, startedAt);
  const steps = await load();
  const spent = () => ({
    seconds: { ...progress.seconds, total: (clock() - startedAt) / 1000 },
    peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  const publish = async (run: Judged) => {
    const files = await steps.filesOf(run, steps.metricsOf(run, spent()));
    const metrics = `${JSON.stringify(steps.metricsOf(run, spent()), null, 2)}\n`;
    await publishRun(run.runDir, { ...files, [runFiles.metrics]: metrics });
  };
  return withSource(values, session, steps.simulate, async (source) => {
    const { mlruns: mlrunsDir, runs: runsDir } = places;
    const { stage } = progress;
    const commit = currentCommit();
    const run = await steps.trainRun({
      ...values,
      source,
      mlrunsDir,
      runsDir,
      startedAt,
      clock,
      commit,
      stage,
      publish,
    });
    try {
      const metrics = steps.metricsOf(run, spent());
      const previous = previousRun(run.runDir, metrics, steps.figure);
      session.print(values.json ? `${JSON.stringify(metrics)}\n` : steps.screenOf(run, metrics, previous, mlrunsDir));
      return run.audit.passed ? 0 : 1;
    } finally {
      run.ingested.lake.close();
    }
  });
}

/** Hands on a person's own files, whose tables lie in a scratch folder while the work lasts, or the simulated world. */
export async function withSource<T>(
  { data, seed, size, threads }: Pick<TrainValues, 'data' | 'seed' | 'size' | 'threads'>,
  { places, progress }: Pick<Session, 'places' | 'progress'>,
  simulate: Simulate,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  if (data !== undefined) {
    requireDirectory(data);
    return inScratchFolder(dirname(places.runs), OWN_DATA, (scratch) =>
      work({ kind: 'files', dir: data, lakeDir: join(scratch, 'lake') }),
    );
  }
  const world = await progress.stage('simulate', (onProgress) =>
    simulate(places.worlds, { seed, size, threads, onProgress }),
  );
  try {
    return await work({ kind: 'simulated', seed, size, world });
  } catch (failure) {
    if (!isTableFailure(failure)) throw failure;
    const remedy = `or delete ${dirname(world.lakeDir)}: the next run simulates it anew`;
    throw new Refusal(`${failure.message}; ${remedy}`, [], { cause: failure });
  }
}

function requireDirectory(dir: string): void {
  const found = statSync(dir, { throwIfNoEntry: false });
  const next = '--explain-data prints what a directory may hold';
  if (found === undefined) throw new Refusal(`--data ${dir}`, [`no such directory; ${next}`]);
  if (!found.isDirectory()) throw new Refusal(`--data ${dir}`, [`is a file, expected a directory of tables; ${next}`]);
}

function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: REPOSITORY,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
