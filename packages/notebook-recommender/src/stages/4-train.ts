import { type FoldRows, fitLogisticRegression, take } from '@applied-modeling/evaluation';
import { modelColumns } from '@applied-modeling/feature-store';
import { matrixAt, type TrainQueue } from '@applied-modeling/gbm';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { trainSettings } from '../settings.ts';
import { lineColumns } from '../training-set/line-columns.ts';

/**
 * Will this suggestion succeed? A line and trees, each one for all tenants, learnt on what was shown, with where it stood among the
 * columns: so a model can say of the same notebook that it does worse in fifth place, instead of believing it is worse.
 *
 * Rejected: a model a tenant (a tenth of them have four users), embeddings of notebooks (a new one has none, and none may cross a
 * tenant), and the click as a label (`failure-modes/`).
 */
export async function train(
  set: TrainingSet,
  fold: FoldRows,
  { seed, trainBooster }: { readonly seed: number; readonly trainBooster: TrainQueue['train'] },
): Promise<readonly TrainedModel[]> {
  const { params, maximumRounds: numBoostRound, earlyStoppingRounds } = trainSettings;
  const read = modelColumns(set);
  const labelled = (rows: Uint32Array) => matrixAt(read, rows, { label: set.y });
  const dtrain = labelled(fold.train);
  const booster = trainBooster({
    params: { ...params, seed },
    dtrain,
    options: { numBoostRound, earlyStoppingRounds, evalSet: labelled(fold.stopping) },
  });
  const line = lineColumns({ ...read, columns: dtrain.columns });
  const logistic = fitLogisticRegression(line.columns, line.names, take(set.y, fold.train));
  return [
    { name: 'logistic', fold, learned: logistic },
    { name: 'gbm', fold, learned: await booster },
  ];
}
