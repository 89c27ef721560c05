import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeContract, LakeError } from '@applied-modeling/lakehouse';
import { removeAbandoned } from '@applied-modeling/synthetic';
import { StoreError } from '@applied-modeling/tracking';
import type { Engine } from './domain.ts';
import { runMetrics } from './metrics-json.ts';
import { trainRun } from './pipeline.ts';
import { createProgress, type Progress } from './progress.ts';
import { publishRun, screenOf, UNPUBLISHED } from './publish-run.ts';
import { Refusal } from './refusal.ts';
import type { IngestSource } from './stages/1-ingest.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES } from './tables.ts';
import { generatorHash, SIZES, type Size, simulate } from './world/simulate.ts';

/** `churn train`: reads flags, runs the pipeline, prints one screen. Exit codes: 0 done, 1 failed, 2 wrong usage. */

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Worlds, runs and mlruns are kept here. */
const HOME = process.env.APPLIED_MODELING_HOME ?? ROOT;
const RUNS = join(HOME, 'runs', 'churn');
const MLRUNS = join(HOME, 'mlruns');
const WORLDS = join(HOME, 'datasets', 'churn', 'generated');
/** A person's tables as Delta, while the run lasts. */
const OWN_DATA = '.own-data-';

const USAGE = `churn:train — which accounts will collapse, early enough to act?

  --seed N                       world and training seed (default 7)
  --size small|medium|large      size of the simulated world (default medium)
  --data DIR                     your own CSV, Parquet or Delta tables instead of a simulated world
  --explain-data                 print the tables DIR may hold, and stop
  --threads N                    default: all cores
  --engine gbm|ml-xgboost        default gbm; ml-xgboost is the npm package, for comparison at --size small
  --plant-leak                   join the CRM as it stands today, and watch the audit refuse the run
  --json                         print one JSON object on stdout instead of the summary

Worlds, runs and mlruns are kept in the repository, or in $APPLIED_MODELING_HOME.
`;

class UsageError extends Error {}

interface Flags {
  readonly seed: number;
  readonly size: Size;
  readonly data: string | undefined;
  readonly threads: number;
  readonly engine: Engine;
  readonly plantLeak: boolean;
  readonly json: boolean;
  readonly explainData: boolean;
  readonly help: boolean;
}

function readFlags(argv: readonly string[]): Flags {
  const { values, positionals } = parse(argv.filter((word) => word !== '--'));
  if (positionals.length !== 1 || positionals[0] !== 'train') {
    throw new UsageError(`found the command ${positionals.join(' ') || '(none)'}, expected train`);
  }
  const worldly = ['size', 'plant-leak'].filter((flag) => values[flag as 'size' | 'plant-leak']);
  if (values.data !== undefined && worldly.length > 0) {
    throw new UsageError(
      `--data with --${worldly.join(' and --')}: these are about the simulated world; leave one out`,
    );
  }
  if (values.data === '') throw new UsageError('--data: found nothing, expected a directory');
  return {
    seed: wholeNumber('--seed', values.seed ?? '7', 0, 2 ** 32 - 1),
    size: oneOf('--size', values.size ?? 'medium', Object.keys(SIZES) as Size[]),
    data: values.data,
    threads: values.threads === undefined ? availableParallelism() : wholeNumber('--threads', values.threads, 1, 64),
    engine: oneOf('--engine', values.engine, ['gbm', 'ml-xgboost']),
    plantLeak: values['plant-leak'],
    json: values.json,
    explainData: values['explain-data'],
    help: values.help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        size: { type: 'string' },
        data: { type: 'string' },
        threads: { type: 'string' },
        engine: { type: 'string', default: 'gbm' },
        'plant-leak': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'explain-data': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (failure) {
    throw new UsageError((failure as Error).message);
  }
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${flag}: found ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}`);
}

function oneOf<Value extends string>(flag: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new UsageError(`${flag}: found ${JSON.stringify(text)}, expected ${values.join(' or ')}`);
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv);
  if (flags.help) return print(USAGE);
  if (flags.explainData)
    return print(`${[...REQUIRED_TABLES, ...OPTIONAL_TABLES].map(describeContract).join('\n\n')}\n`);
  const startedAt = Date.now();
  for (const dir of [RUNS, MLRUNS, WORLDS]) requireWritable(dir); // now, and not after a minute of work
  removeAbandoned(dirname(RUNS), OWN_DATA);
  removeAbandoned(RUNS, UNPUBLISHED);
  const progress = createProgress(process.stderr, () => performance.now());
  const temporary =
    flags.data === undefined ? undefined : mkdtempSync(join(dirname(RUNS), `${OWN_DATA}${process.pid}-`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted(temporary));
  const spent = () => ({
    seconds: { ...progress.seconds, total: (Date.now() - startedAt) / 1000 },
    peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  try {
    const source = temporary === undefined ? await simulatedSource(flags, progress) : ownSource(flags, temporary);
    const run = await trainRun({
      ...flags,
      source,
      startedAt,
      clock: Date.now,
      commit: currentCommit(),
      mlrunsDir: MLRUNS,
      runsDir: RUNS,
      stage: progress.stage,
      publish: (judged) => publishRun(judged, spent),
    }).catch((failure) => {
      if (failure instanceof LakeError && source.kind === 'simulated') {
        failure.message += `; or delete ${dirname(source.lakeDir)}: the next run simulates it anew`;
      }
      throw failure;
    });
    run.ingested.lake.close();
    print(flags.json ? `${JSON.stringify(runMetrics(run, spent()))}\n` : screenOf(run, spent(), MLRUNS));
    return run.audit.passed ? 0 : 1;
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

async function simulatedSource(flags: Flags, progress: Progress): Promise<IngestSource> {
  const { seed, size, threads } = flags;
  const onProgress = (week: number) => progress.note(`simulating week ${week} of 156`);
  const world = await progress.stage('simulate', () => simulate(WORLDS, { seed, size, threads, onProgress }));
  return {
    kind: 'simulated',
    seed,
    size,
    generator: generatorHash(),
    lakeDir: world.lakeDir,
    truthDir: world.truthDir,
    epoch: world.clock.epoch,
    weeks: world.weeks,
  };
}

function ownSource({ data }: Flags, temporary: string): IngestSource {
  if (data !== undefined && statSync(data, { throwIfNoEntry: false })?.isFile()) {
    throw new Refusal(`--data ${data}`, ['is a file; give the directory that holds accounts and usage_daily']);
  }
  if (data === undefined || !existsSync(data)) {
    throw new Refusal(`--data ${data}`, ['no such directory; --explain-data prints what it may hold']);
  }
  return { kind: 'files', dir: data, lakeDir: join(temporary, 'lake') };
}

function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
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

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** A person's mistake is told in words; only a mistake of ours shows where it happened. */
function explain(failure: unknown): number {
  if (failure instanceof UsageError) {
    process.stderr.write(`churn: ${failure.message}\n\n${USAGE}`);
    return 2;
  }
  const told = [Refusal, LakeError, StoreError].some((kind) => failure instanceof kind) || isSystemError(failure);
  const full = (failure as NodeJS.ErrnoException).code === 'ENOSPC' ? '; free some disk space and run again' : '';
  process.stderr.write(
    `\nchurn: ${told ? (failure as Error).message + full : ((failure as Error).stack ?? failure)}\n`,
  );
  return 1;
}

function interrupted(temporary: string | undefined): never {
  if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  process.stderr.write('\nchurn: interrupted; nothing half-written is left in any table\n');
  process.exit(130);
}

/** The operating system refused: a folder that is read-only or a file, a disk that is full. */
function isSystemError(failure: unknown): boolean {
  return typeof (failure as NodeJS.ErrnoException).syscall === 'string';
}

/** A reader that has gone (`| head`) is no failure of ours; a disk that is full is one, and told in words. */
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  process.exit(failure.code === 'EPIPE' ? 0 : explain(failure));
});
process.exitCode = await main(process.argv.slice(2)).catch(explain);
