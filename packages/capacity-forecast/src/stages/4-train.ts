import type { Booster, DMatrix, TrainJob } from '@applied-modeling/gbm';
import type { FoldRows, QuantileModel, Quantiles, TrainingSet } from '../domain.ts';
import { HOURS, isShort } from '../label.ts';
import { planLevels } from '../plan.ts';
import { quantileSorted } from '../quantile.ts';
import { takeFloats } from '../rows.ts';
import { shortageSettings, trainSettings } from '../settings.ts';

export interface TrainOptions {
  readonly seed: number;
  /** Which hours to learn from; what was served is the careless choice. */
  readonly outcome: 'demand' | 'served';
  /** Trains a booster, here or on another thread; the result does not depend on which. */
  readonly trainBooster: (job: TrainJob) => Promise<Booster>;
}

/**
 * One booster a quantile, on the hours of each week relative to the structural forecast. Features are the same for all hours
 * of a week, so the quantile that pinball loss finds is that of the mixture of its hours: exactly what a weekly level is.
 *
 * Then one more for the event that the week runs short at the planned level.
 */
export async function train(set: TrainingSet, fold: FoldRows, options: TrainOptions): Promise<QuantileModel> {
  const { quantiles, params, maximumRounds, earlyStoppingRounds } = trainSettings;
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
  const planned = { fold, levels: quantiles, boosters };
  const shortage = await options.trainBooster({
    params: { ...shortageSettings.params, seed: options.seed },
    dtrain: weeksOf(set, planned, fold.train),
    options: { numBoostRound: maximumRounds, earlyStoppingRounds, evalSet: weeksOf(set, planned, fold.stopping) },
  });
  return { ...planned, shortage };
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
  return matrixOf(set, repeated, label);
}

/** A row for each week: whether it ran short at the level this model would have planned. */
function weeksOf(set: TrainingSet, model: Quantiles, rows: Uint32Array): DMatrix {
  const levels = planLevels(model, set, rows);
  const label = new Float32Array(new SharedArrayBuffer(4 * rows.length));
  for (const [at, row] of rows.entries()) {
    label[at] = Number(isShort(set.demand.subarray(row * HOURS, (row + 1) * HOURS), levels[at]));
  }
  return matrixOf(set, rows, label);
}

function matrixOf(set: TrainingSet, rows: Uint32Array, label: Float32Array): DMatrix {
  return {
    columns: set.columns.map((column) => takeFloats(column, rows)),
    featureNames: set.names,
    numRow: rows.length,
    label,
  };
}
