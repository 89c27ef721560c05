import type { FoldRows } from '@applied-modeling/evaluation';
import { matrixAt, type TrainQueue } from '@applied-modeling/gbm';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { trainSettings } from '../settings.ts';
import { censoringWeights } from '../training-set/censoring.ts';
import { logCpu, modelColumns, ranToTheEnd } from '../training-set/model-columns.ts';

/**
 * Two questions of the same columns: will it be expensive, and how expensive. The first is what ships, with a chance that can be held
 * against prices; the second is what capacity asks.
 *
 * Rejected: a model a warehouse (a new one starts with nothing), a network on the plan (a plan exists after the decision), and a
 * threshold on the second answer (its errors are smallest where the crowd is, far below the limit).
 */
export async function train(
  set: TrainingSet,
  fold: FoldRows,
  { seed, trainBooster }: { readonly seed: number; readonly trainBooster: TrainQueue['train'] },
): Promise<TrainedModel> {
  const { params, maximumRounds: numBoostRound, earlyStoppingRounds, cost } = trainSettings;
  const read = modelColumns(set);
  const labelled = (rows: Uint32Array) => ({
    ...matrixAt(read, rows, { label: set.y }),
    weight: censoringWeights(set, rows),
  });
  const [booster, costBooster] = await Promise.all([
    trainBooster({
      params: { ...params, seed },
      dtrain: labelled(fold.train),
      options: { numBoostRound, earlyStoppingRounds, evalSet: labelled(fold.stopping) },
    }),
    trainBooster({
      params: { ...cost.params, seed },
      dtrain: matrixAt(read, ranToTheEnd(set, fold.train), { label: logCpu(set) }),
      options: { numBoostRound: cost.rounds },
    }),
  ]);
  return { fold, booster, cost: costBooster };
}
