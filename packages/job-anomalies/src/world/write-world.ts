import { join } from 'node:path';
import { type Batches, loadInTurns } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { maturesAfterDays } from '../label.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES, truth } from '../tables.ts';
import { historyPolicy } from './history-policy.ts';
import { createRegressionFilter } from './oracle.ts';
import { drawPopulation } from './population.ts';
import {
  createCommitRecorder,
  createDeployRecorder,
  createReviewRecorder,
  createTimelineRecorder,
  createTruthRecorder,
  jobRows,
} from './records.ts';
import { createStepper, type Run, type Stepper } from './stepper.ts';

export interface WriteWorldOptions {
  readonly seed: number;
  readonly jobs: number;
  readonly days: number;
  /** First day of the history, 00:00 UTC, in ms since 1970. */
  readonly epoch: number;
  readonly threads: number;
  /** Told about once a simulated month. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** A commit is checked as a whole and should fit the cache: so many runs are a quarter of a medium world. */
const RUNS_PER_COMMIT = 120_000;

/**
 * Runs the world day by day under the rule in force and writes what the systems log as Delta tables: `dir/lake` for what can be
 * observed, `dir/truth` for what cannot. Returns the rows of each table.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { seed, jobs, days, epoch, threads, onProgress } = options;
  const population = drawPopulation(seed, jobs, days);
  const world = createStepper(seed, population, { epoch, days });
  const observed = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];
  return loadInTurns({
    lakes: [
      { dir: join(dir, 'lake'), tables: observed, threads, memoryLimit: '1GB' },
      { dir: join(dir, 'truth'), tables: [truth], threads: 1, memoryLimit: '512MB' },
    ],
    steps: days,
    stepsPerCommit: Math.ceil(RUNS_PER_COMMIT / (2 * jobs)),
    step: createDayRecorder(world, options),
    closing: () => ({ jobs: jobRows(population, (job) => epoch + population.bornOn[job] * MS_PER_DAY) }),
    committedAt: (day) => new Date(epoch + (day + 1 + maturesAfterDays) * MS_PER_DAY),
    onStep: (day) => day % 28 === 27 && onProgress?.(day + 1, days, 'days'),
  });
}

/** Steps the world by a day: what was logged in it, and what was true of it. */
function createDayRecorder(world: Stepper, { seed }: WriteWorldOptions): () => Batches {
  const { population } = world;
  const filter = createRegressionFilter(population.jobs);
  const timeline = createTimelineRecorder(seed, population);
  const commits = createCommitRecorder(seed, population);
  const deploys = createDeployRecorder(seed, population);
  const reviews = createReviewRecorder(seed, population);
  const truth = createTruthRecorder((run) => {
    const known = filter.prior(run.job, run.startMs);
    filter.observe(run, population.isSpot[run.job] === 1);
    return { ...outlookOf(run), isSpot: population.isSpot[run.job] === 1, ...known };
  });
  return () => {
    const happened = world.step(historyPolicy);
    for (const { job } of happened.deploys) filter.deployed(job);
    const logged = { ...timeline(happened), ...commits(happened), ...deploys(happened), ...reviews(happened) };
    return { ...logged, ...truth(happened.runs) };
  };
}

function outlookOf({ truth }: Run) {
  const { expectedMinutes, carried, creep, scale, hasBadNode } = truth;
  return { centre: Math.log(expectedMinutes) + carried + creep, scale, hasBadNode };
}
