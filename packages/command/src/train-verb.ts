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
export function trainVerb<Own extends Flags, Run extends TrainedRun, Metrics extends RunMetrics>(
  declaration: TrainDeclaration<Own, Run, Metrics>,
): Verb {
  const { plantLeak, explainData } = declaration;
  const flags = { ...firstFlags, ...declaration.flags, plantLeak: toggle(plantLeak), json };
  return verb({
    about: 'Simulates or reads the tables, trains, judges, registers and reports.',
    flags,
    run: async (values, session) => {
      if (!values.explainData) return train(values as TrainValues & FlagValues<Own>, session, declaration);
      session.print(`${await explainData()}\n`);
      return 0;
    },
  });
}

export interface TrainDeclaration<Own extends Flags, Run extends TrainedRun, Metrics extends RunMetrics> {
  /** What `--plant-leak` does. */
  readonly plantLeak: string;
  readonly flags?: Own;
  /** What `--data DIR` may hold. */
  readonly explainData: () => Promise<string>;
  /** Loads the pipeline: called when a run begins, and never to print help. */
  readonly load: () => Promise<TrainSteps<Own, Run, Metrics>>;
}

export interface TrainSteps<Own extends Flags, Run extends TrainedRun, Metrics extends RunMetrics> {
  readonly simulate: Simulate;
  readonly trainRun: (options: TrainOptions & FlagValues<Own>) => Promise<Run>;
  readonly metricsOf: (run: Run, spent: Spent) => Metrics;
  /** All files but `metrics.json`. */
  readonly filesOf: (run: Run, metrics: Metrics) => Promise<RunFolder>;
  /** One screen for a person at a terminal. */
  readonly screenOf: (run: Run, metrics: Metrics, previous: Metrics | null, mlrunsDir: string) => string;
  /** The metric that is compared with the previous run's. */
  readonly figure: string;
}

/** What a run is asked for, whatever the question. */
export interface TrainOptions {
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
}

export type Source =
  | {
      readonly kind: 'simulated';
      readonly seed: number;
      readonly size: Size;
      readonly lakeDir: string;
      readonly truthDir: string;
      readonly epoch: number;
      readonly weeks: number;
    }
  /** `lakeDir` is an empty folder for the tables made of the files. */
  | { readonly kind: 'files'; readonly dir: string; readonly lakeDir: string };

export type Size = 'small' | 'medium' | 'large';

/** The world of a seed and size, built under `worlds` or found there. */
export type Simulate = (
  worlds: string,
  options: Pick<TrainValues, 'seed' | 'size' | 'threads'> & { readonly onProgress: Tick },
) => Promise<SimulatedWorld>;

export interface SimulatedWorld {
  readonly lakeDir: string;
  readonly truthDir: string;
  readonly weeks: number;
  readonly clock: { readonly epoch: number };
}

/** What is needed of a run; whoever asked for it closes its lake. */
export interface TrainedRun {
  readonly ingested: { readonly lake: { close(): void } };
  readonly audit: { readonly passed: boolean };
  readonly registered: { readonly runDir: string };
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

async function train<Own extends Flags, Run extends TrainedRun, Metrics extends RunMetrics>(
  values: TrainValues & FlagValues<Own>,
  session: Session,
  { load }: TrainDeclaration<Own, Run, Metrics>,
): Promise<number> {
  const startedAt = Date.now();
  const { places, progress } = session;
  openPlaces(places);
  if (values.data !== undefined) requireDirectory(values.data);
  const steps = await load();
  const spent = () => ({
    seconds: { ...progress.seconds, total: (Date.now() - startedAt) / 1000 },
    peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  const publish = async (run: Run) => {
    const files = await steps.filesOf(run, steps.metricsOf(run, spent()));
    const metrics = `${JSON.stringify(steps.metricsOf(run, spent()), null, 2)}\n`;
    await publishRun(run.registered.runDir, { ...files, [runFiles.metrics]: metrics });
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
      clock: Date.now,
      commit,
      stage,
    });
    try {
      await stage('report', () => publish(run));
      const metrics = steps.metricsOf(run, spent());
      const previous = previousRun(run.registered.runDir, metrics, steps.figure);
      session.print(values.json ? `${JSON.stringify(metrics)}\n` : steps.screenOf(run, metrics, previous, mlrunsDir));
      return run.audit.passed ? 0 : 1;
    } finally {
      run.ingested.lake.close();
    }
  });
}

/** Hands on a person's own files, whose tables lie in a scratch folder while the work lasts, or the simulated world. */
async function withSource<T>(
  { data, seed, size, threads }: TrainValues,
  { places, progress }: Session,
  simulate: Simulate,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  if (data !== undefined) {
    return inScratchFolder(dirname(places.runs), OWN_DATA, (scratch) =>
      work({ kind: 'files', dir: data, lakeDir: join(scratch, 'lake') }),
    );
  }
  const { lakeDir, truthDir, weeks, clock } = await progress.stage('simulate', (onProgress) =>
    simulate(places.worlds, { seed, size, threads, onProgress }),
  );
  try {
    return await work({ kind: 'simulated', seed, size, lakeDir, truthDir, epoch: clock.epoch, weeks });
  } catch (failure) {
    if (!isTableFailure(failure)) throw failure;
    const remedy = `or delete ${dirname(lakeDir)}: the next run simulates it anew`;
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
