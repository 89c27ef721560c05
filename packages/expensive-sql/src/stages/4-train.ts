import { type FoldRows, fitLogisticRegression, fitRidge } from '@applied-modeling/evaluation';
import { modelColumns } from '@applied-modeling/feature-store';
import { type DMatrix, matrixAt, type TrainQueue } from '@applied-modeling/gbm';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { trainSettings } from '../settings.ts';
import { labelledRows } from '../training-set/censoring.ts';
import { logCpu, ranToTheEnd } from '../training-set/model-columns.ts';

export interface TrainOptions {
  readonly seed: number;
  readonly queue: TrainQueue;
}

/**
 * Two questions of the same columns: will it be expensive, and how expensive. Twice, the simplest first: by logistic and ridge
 * regression, and by boosted trees; which of them ships, 6-evaluate says. The first answer is a chance that can be held against
 * prices; the second is what capacity asks.
 *
 * Rejected: a model a warehouse (a new one starts with nothing), a network on the plan (a plan exists after the decision), and a
 * threshold on the second answer (its errors are smallest where the crowd is, far below the limit).
 */
export async function train(
  set: TrainingSet,
  fold: FoldRows,
  { seed, queue }: TrainOptions,
): Promise<readonly TrainedModel[]> {
  const { params, maximumRounds: numBoostRound, earlyStoppingRounds, cost } = trainSettings;
  const read = modelColumns(set);
  const [dtrain, evalSet] = [fold.train, fold.stopping].map((rows) => labelledRows(set, read, rows));
  const dcost = matrixAt(read, ranToTheEnd(set, fold.train), { label: logCpu(set) });
  const [booster, costBooster, lines] = await Promise.all([
    queue.train({ params: { ...params, seed }, dtrain, options: { numBoostRound, earlyStoppingRounds, evalSet } }),
    queue.train({ params: { ...cost.params, seed }, dtrain: dcost, options: { numBoostRound: cost.rounds } }),
    queue.beside(() => fitLines(dtrain, dcost)),
  ]);
  return [
    { name: 'logistic', fold, ...lines },
    { name: 'gbm', fold, chance: booster, cost: costBooster },
  ];
}

/**
 * Columns are standardised; a missing value counts as the mean, and in the chance also for being missing. A gateway is asked what
 * nobody asked before: a list of five thousand is held at the longest that training saw.
 */
function fitLines(forChance: DMatrix, forCost: DMatrix): Pick<TrainedModel, 'chance' | 'cost'> {
  const { l2, leastScale } = trainSettings;
  const { columns, featureNames, label, weight } = forChance;
  return {
    chance: fitLogisticRegression(columns, featureNames, label!, { weight, C: 1 / l2, leastScale, isHeld: true }),
    cost: fitRidge(forCost.columns, featureNames, forCost.label!, l2, { isHeld: true }),
  };
}
