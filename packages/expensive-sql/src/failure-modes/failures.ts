import { type FailureOptions, inSmallWorld } from '@applied-modeling/command';
import { concatRows } from '@applied-modeling/evaluation';
import { trainQueue } from '@applied-modeling/gbm';
import { marginsOf } from '../evaluation/scorers.ts';
import { trainingSet } from '../pipeline.ts';
import { ingest } from '../stages/1-ingest.ts';
import { split } from '../stages/3-split.ts';
import { train } from '../stages/4-train.ts';
import { calibrate } from '../stages/5-calibrate.ts';
import { simulate } from '../world/simulate.ts';
import { afterTheFact, durationsOf } from './after-the-fact.ts';
import { movingWorld } from './moving-world.ts';
import { templateLeakage } from './template-leakage.ts';
import { judgeRanking } from './trial.ts';

export { FAILURES_FILE, tellFailures } from './failures-summary.ts';

/** The failure modes in the small world of a seed, each beside honest trees on the same days: careless ways train trees as well. */
export async function failures(seed: number, options: FailureOptions) {
  return inSmallWorld({ simulate, ingest }, { seed, ...options }, async (ingested) => {
    const set = await trainingSet(ingested);
    const fold = split(set, ingested.calendar).final;
    const fits = await train(set, fold, { seed, queue: trainQueue(options) });
    const model = calibrate(set, fits.find(({ name }) => name === 'gbm')!);
    const ranking = (rows: Uint32Array) => marginsOf(set, model, rows);
    const calibrated = concatRows(fold.stopping, fold.calibration);
    const house = judgeRanking(set, { ranking }, { calibrate: calibrated, judged: fold.test }, model.meanCpuSeconds);
    const durationMs = await durationsOf(ingested);
    return {
      seed,
      templateLeakage: templateLeakage(set, model, house, seed),
      afterTheFact: afterTheFact(set, { model, house, durationMs, seed }),
      movingWorld: movingWorld(set, model, house, seed),
    };
  });
}

export type FailuresOfWorld = Awaited<ReturnType<typeof failures>>;
