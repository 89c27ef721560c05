import type { FoldRows } from '@applied-modeling/evaluation';
import { type TrainQueue, takeFloats } from '@applied-modeling/gbm';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { trainSettings } from '../settings.ts';
import { againstExpected, counterfactualMatrix } from '../training-set/counterfactual.ts';
import { pageColumns } from '../training-set/page-features.ts';

/**
 * Two questions, one after the other. What should this run take? Quantile regression on nuisances alone, over runs as they start.
 * Is it worth a page? A classifier over checkpoints that sees the first answer beside causes such as a deploy.
 *
 * Rejected: one model that sees everything. It learns that runs after a deploy are slow, so a regression looks usual.
 */
export async function train(
  set: TrainingSet,
  fold: FoldRows,
  { seed, trainBooster }: { readonly seed: number; readonly trainBooster: TrainQueue['train'] },
): Promise<TrainedModel> {
  const { quantiles, params, rounds } = trainSettings.counterfactual;
  const starts = fold.train.filter((row) => set.multiple[row] === 0);
  const against = againstExpected(set);
  const dtrain = counterfactualMatrix(set, starts, against);
  const counterfactual = await Promise.all(
    quantiles.map((quantile_alpha) =>
      trainBooster({
        params: { ...params, objective: 'reg:quantileerror', quantile_alpha, seed },
        dtrain,
        options: { numBoostRound: rounds },
      }),
    ),
  );
  const matrixOf = (rows: Uint32Array) => {
    const { names, columns } = pageColumns(set, counterfactual, rows);
    const [label, weight] = [takeFloats(set.y, rows), takeFloats(set.weight, rows)];
    return { columns, featureNames: names, numRow: rows.length, label, weight };
  };
  const booster = await trainBooster({
    params: { ...trainSettings.params, seed },
    dtrain: matrixOf(fold.train),
    options: {
      numBoostRound: trainSettings.maximumRounds,
      earlyStoppingRounds: trainSettings.earlyStoppingRounds,
      evalSet: matrixOf(fold.stopping),
    },
  });
  return { fold, counterfactual, booster };
}
