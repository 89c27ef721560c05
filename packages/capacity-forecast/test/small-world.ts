import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Split } from '@applied-modeling/evaluation';
import { type Booster, type TrainJob, train as trainBooster } from '@applied-modeling/gbm';
import type { CalibratedModel, Ingested, TrainingSet } from '../src/domain.ts';
import { trainingSet } from '../src/pipeline.ts';
import { ingest } from '../src/stages/1-ingest.ts';
import { split } from '../src/stages/3-split.ts';
import { train } from '../src/stages/4-train.ts';
import { calibrate } from '../src/stages/5-calibrate.ts';
import { evaluate } from '../src/stages/6-evaluate.ts';
import { simulate } from '../src/world/simulate.ts';

/** The small world of seed 7, simulated once for all test files and kept in the system's temporary directory. */
export function simulateSmall() {
  return simulate(join(tmpdir(), 'applied-modeling-capacity-test'), { seed: 7, size: 'small', threads: 1 });
}

/** With fewer weeks the lake is opened as somebody saw it who stood at their end. */
export async function ingestSmall(weeks?: number): Promise<Ingested> {
  const world = await simulateSmall();
  const seen = { ...world, weeks: weeks ?? world.weeks };
  return ingest({ kind: 'simulated', seed: 7, size: 'small', world: seen }, { threads: 2, memoryLimit: '1GB' });
}

export interface SmallRun {
  readonly ingested: Ingested;
  readonly set: TrainingSet;
  readonly folds: Split;
}

/** Read, split and trained once for all test files of a worker; its lake stays open until the worker ends, whoever closes it. */
export const splitSmall = once(async (): Promise<SmallRun> => {
  const ingested = await ingestSmall();
  ingested.lake.close = () => {};
  const set = await trainingSet(ingested);
  return { ingested, set, folds: split(set, ingested.calendar) };
});

export const trainHere = async ({ params, dtrain, options }: TrainJob): Promise<Booster> =>
  trainBooster(params, dtrain, options);

const trainedOn = {
  demand: once(() => trainSmall('demand')),
  served: once(() => trainSmall('served')),
};

/** Of the run that `splitSmall` gives: there is no other. */
export function calibrateSmall(_run: SmallRun, outcome: 'demand' | 'served' = 'demand'): Promise<CalibratedModel> {
  return trainedOn[outcome]();
}

async function trainSmall(outcome: 'demand' | 'served'): Promise<CalibratedModel> {
  const { set, folds } = await splitSmall();
  const model = await train(set, folds.final, { outcome, seed: 7, trainBooster: trainHere });
  return calibrate(outcome === 'demand' ? set : { ...set, demand: set.served }, model);
}

export function evaluateSmall(
  { ingested, set }: SmallRun,
  model: CalibratedModel,
  careless: CalibratedModel,
  truthDir: string | null,
) {
  return evaluate(set, model, [], { truthDir, calendar: ingested.calendar, seed: 7, careless });
}

/** Test files of a worker share their modules (vitest.config.ts), and so what this makes. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
