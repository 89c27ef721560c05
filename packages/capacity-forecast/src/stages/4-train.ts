import { quantileSorted } from '@applied-modeling/evaluation';
import { type DMatrix, matrixAt, type TrainQueue } from '@applied-modeling/gbm';
import type { FoldRows, QuantileModel, TrainingSet } from '../domain.ts';
import { HOURS } from '../label.ts';
import { trainSettings } from '../settings.ts';

export interface TrainOptions {
  readonly seed: number;
  /** Which hours to learn from; what was served is the careless choice. */
  readonly outcome: 'demand' | 'served';
  /** Default: all that are planned or reported. */
  readonly quantiles?: readonly number[];
  readonly trainBooster: TrainQueue['train'];
}

/**
 * One booster a quantile, on the hours of each week relative to the structural forecast. Features are the same for all hours
 * of a week, so the quantile that pinball loss finds is that of the mixture of its hours: exactly what a weekly level is.
 */
export async function train(set: TrainingSet, fold: FoldRows, options: TrainOptions): Promise<QuantileModel> {
  const { params, maximumRounds, earlyStoppingRounds } = trainSettings;
  const { quantiles = trainSettings.quantiles } = options;
  const outcome = set[options.outcome];
  const [dtrain, evalSet] = [hoursOf(set, outcome, fold.train), hoursOf(set, outcome, fold.stopping)];
  const boosters = await Promise.all(
    quantiles.map((quantile_alpha) =>
      options.trainBooster({
        params: { ...params, quantile_alpha, seed: options.seed },
        dtrain,
        options: { numBoostRound: maximumRounds, earlyStoppingRounds, evalSet },
      }),
    ),
  );
  return { fold, levels: quantiles, boosters };
}

/** A row for each of some quantiles of a week's hours, in logs relative to the anchor. */
function hoursOf(set: TrainingSet, outcome: Float32Array, rows: Uint32Array): DMatrix {
  const { ranksPerWeek } = trainSettings;
  const repeated = new Uint32Array(rows.length * ranksPerWeek);
  const label = new Float32Array(new SharedArrayBuffer(4 * repeated.length));
  for (const [at, row] of rows.entries()) {
    const sorted = Float64Array.from(outcome.subarray(row * HOURS, (row + 1) * HOURS)).sort();
    for (let rank = 0; rank < ranksPerWeek; rank++) {
      const nodes = Math.max(0.5, quantileSorted(sorted, (rank + 0.5) / ranksPerWeek));
      repeated[at * ranksPerWeek + rank] = row;
      label[at * ranksPerWeek + rank] = Math.log(nodes / set.anchor[row]);
    }
  }
  return { ...matrixAt(set, repeated), label };
}
