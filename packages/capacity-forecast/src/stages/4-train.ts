import { concatRows, fitRidge, take } from '@applied-modeling/evaluation';
import { matrixAt, type TrainQueue } from '@applied-modeling/gbm';
import type { FittedModel, FoldRows, TrainingSet } from '../domain.ts';
import { hourQuantiles } from '../evaluation/window.ts';
import { trainSettings } from '../settings.ts';

/**
 * Three ways to correct the structural forecast, the simplest first: a multiplier for each family, which calibration finds on
 * its own, a ridge regression, and boosted trees. The last two learn the log of the level that would have been best over the
 * forecast's; of a week there is one such level, so a series-week is one row.
 *
 * Rejected: pinball loss on the hours of each week. A level is a quantile of them, but the features know only the week: the
 * spread of its hours is in the structural forecast already, and five boosters of quantiles cost more than one of the level.
 */
export async function train(
  set: TrainingSet,
  fold: FoldRows,
  { seed, trainBooster }: { readonly seed: number; readonly trainBooster: TrainQueue['train'] },
): Promise<readonly FittedModel[]> {
  const { l2, params, maximumRounds, earlyStoppingRounds } = trainSettings;
  const best = hourQuantiles(set.demand);
  const label = best.map((nodes, row) => Math.log(Math.max(0.5, nodes) / set.anchor[row]));
  const booster = await trainBooster({
    params: { ...params, seed },
    dtrain: matrixAt(set, fold.train, { label }),
    options: { numBoostRound: maximumRounds, earlyStoppingRounds, evalSet: matrixAt(set, fold.stopping, { label }) },
  });
  const rows = concatRows(fold.train, fold.stopping);
  const ridge = fitRidge(matrixAt(set, rows).columns, set.names, take(label, rows), l2);
  return [
    { name: 'multiplier', fold, correction: null },
    { name: 'ridge', fold, correction: ridge },
    { name: 'GBM', fold, correction: booster },
  ];
}
