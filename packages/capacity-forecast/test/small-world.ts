import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Split } from '@applied-modeling/evaluation';
import { type Booster, type TrainJob, train as trainBooster } from '@applied-modeling/gbm';
import type { CalibratedModel, FittedModel, Ingested, TrainingSet } from '../src/domain.ts';
import { carelessLaunches } from '../src/failure-modes/launch-leak.ts';
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

/** The same weeks, by somebody who reads launches before they were announced. */
export const leakSmall = once(async () => trainingSet((await splitSmall()).ingested, carelessLaunches));

export const trainHere = async ({ params, dtrain, options }: TrainJob): Promise<Booster> =>
  trainBooster(params, dtrain, options);

const trainedOn = {
  demand: once(() => trainSmall('demand')),
  served: once(() => trainSmall('served')),
};

/** Of the run that `splitSmall` gives, there is no other: every learned model. */
export function fitSmall(_run: SmallRun, outcome: 'demand' | 'served' = 'demand'): Promise<readonly CalibratedModel[]> {
  return trainedOn[outcome]();
}

/** The one that ships. */
export async function calibrateSmall(run: SmallRun): Promise<CalibratedModel> {
  return ridgeOf(await fitSmall(run));
}

export function ridgeOf<Model extends FittedModel>(fits: readonly Model[]): Model {
  return fits.find(({ name }) => name === 'ridge')!;
}

async function trainSmall(outcome: 'demand' | 'served'): Promise<readonly CalibratedModel[]> {
  const { set, folds } = await splitSmall();
  const learntFrom = { ...set, demand: set[outcome] };
  const fits = await train(learntFrom, folds.final, { seed: 7, trainBooster: trainHere });
  return fits.map((model) => calibrate(learntFrom, model));
}

export async function evaluateSmall(run: SmallRun, truthDir = run.ingested.truthDir) {
  const { ingested, set } = run;
  const [fits, careless] = [await fitSmall(run), await fitSmall(run, 'served')];
  return evaluate(set, fits, { truthDir, calendar: ingested.calendar, seed: 7, careless, rolling: [] });
}

/** Test files of a worker share their modules (vitest.config.ts), and so what this makes. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
