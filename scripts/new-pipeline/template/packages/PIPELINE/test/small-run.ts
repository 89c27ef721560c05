import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { train as trainBooster } from '@applied-modeling/gbm';
import { trainingSet } from '../src/pipeline.ts';
import { ingest } from '../src/stages/1-ingest.ts';
import { split } from '../src/stages/3-split.ts';
import { train } from '../src/stages/4-train.ts';
import { calibrate } from '../src/stages/5-calibrate.ts';
import { evaluate } from '../src/stages/6-evaluate.ts';
import { simulate } from '../src/world/simulate.ts';

/** The small world of seed 7, simulated, read and trained on once for all test files. */

const SMALL = { seed: 7, size: 'small', threads: 2 } as const;
export const world = await simulate(join(tmpdir(), 'applied-modeling-PIPELINE-test'), SMALL);
export const ingested = await ingest({ kind: 'simulated', ...SMALL, world }, { threads: 2 });
export const set = await trainingSet(ingested);
export const folds = split(set, ingested.calendar);
export const trained = await train(set, folds.final, {
  seed: 7,
  trainBooster: async ({ params, dtrain, options }) => trainBooster(params, dtrain, options),
});
export const model = calibrate(set, trained);
export const evaluation = await evaluate(set, model, { truthDir: ingested.truthDir, seed: 7 });
