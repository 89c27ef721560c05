import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Split } from '@applied-modeling/evaluation';
import { type Booster, type TrainJob, train as trainBooster } from '@applied-modeling/gbm';
import { candidates } from '../src/candidates.ts';
import type { CalibratedModel, Ingested, TrainingSet } from '../src/domain.ts';
import { fitLogisticRung } from '../src/evaluation/scorers.ts';
import { failures } from '../src/failure-modes/failures.ts';
import { plantLeak } from '../src/failure-modes/leaky-crm.ts';
import { labels } from '../src/label.ts';
import { ingest } from '../src/stages/1-ingest.ts';
import { features } from '../src/stages/2-features.ts';
import { split } from '../src/stages/3-split.ts';
import { train } from '../src/stages/4-train.ts';
import { calibrate } from '../src/stages/5-calibrate.ts';
import { evaluate } from '../src/stages/6-evaluate.ts';
import { joinLabels } from '../src/training-set/join-labels.ts';
import { simulate } from '../src/world/simulate.ts';

const cacheDir = join(tmpdir(), 'applied-modeling-churn-test');

/** The small world of seed 7, simulated once for all test files and kept in the system's temporary directory. */
export function simulateSmall() {
  return simulate(cacheDir, { seed: 7, size: 'small', threads: 1 });
}

/** The failure modes in it. */
export function failuresOfSmall() {
  return failures(7, { cacheDir, threads: 2 });
}

export async function ingestSmall(): Promise<Ingested> {
  const source = { kind: 'simulated', seed: 7, size: 'small', world: await simulateSmall() } as const;
  return ingest(source, { threads: 2, memoryLimit: '1GB' });
}

export interface SmallRun {
  readonly ingested: Ingested;
  readonly set: TrainingSet;
  readonly folds: Split;
}

const readSmall = once(async () => {
  const ingested = await ingestSmall();
  ingested.lake.close = () => {};
  const asked = await candidates(ingested, ingested.calendar.decisionSteps);
  return { ingested, known: await features(ingested, asked), labelled: await labels(ingested, asked) };
});

/** Read, split and trained once for all test files of a worker; its lake stays open until the worker ends, whoever closes it. */
export const splitSmall = once(async (): Promise<SmallRun> => {
  const { ingested, known, labelled } = await readSmall();
  const set = await joinLabels(ingested, known, labelled);
  return { ingested, set, folds: split(set, ingested.calendar) };
});

/** The same rows, by somebody who joins the CRM as it stands today. */
export const leakSmall = once(async (): Promise<TrainingSet> => {
  const { ingested, known, labelled } = await readSmall();
  return joinLabels(ingested, await plantLeak(ingested, known), labelled);
});

export const trainHere = async ({ params, dtrain, options }: TrainJob): Promise<Booster> =>
  trainBooster(params, dtrain, options);

const calibrateFinal = async ({ set, folds }: SmallRun): Promise<CalibratedModel> =>
  calibrate(set, await train(set, folds.final, { engine: 'gbm', seed: 7, trainBooster: trainHere }));

const calibrateOnce = once(async () => calibrateFinal(await splitSmall()));

/** Of the run that `splitSmall` gives, trained once; any other run is trained here and now. */
export async function calibrateSmall(run: SmallRun): Promise<CalibratedModel> {
  return run === (await splitSmall()) ? calibrateOnce() : calibrateFinal(run);
}

const logisticOnce = once(async () => {
  const { set, folds } = await splitSmall();
  return fitLogisticRung(set, folds.final);
});

export async function evaluateSmall(run: SmallRun, model: CalibratedModel, truthDir: string | null) {
  const { set, folds } = run;
  const logistic = run === (await splitSmall()) ? await logisticOnce() : fitLogisticRung(set, folds.final);
  return evaluate(set, model, [], { truthDir, seed: 7, logistic });
}

/** Test files of a worker share their modules (vitest.config.ts), and so what this makes. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
