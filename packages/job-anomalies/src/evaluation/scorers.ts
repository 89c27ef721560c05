import { fitLogisticRegression, predictLogistic, take, unknownLast } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { predictMargin } from '@applied-modeling/gbm';
import type { RunRows, Scorer, TrainedModel, TrainingSet } from '../domain.ts';
import { robustSigma } from '../incumbent.ts';
import { pageColumns } from '../training-set/page-features.ts';

/** Everybody's way to order checkpoints, the simplest first. */

/** Log-odds, one a row. */
export function marginsOf(
  set: RunRows,
  model: Pick<TrainedModel, 'counterfactual' | 'booster'>,
  rows: Uint32Array,
): Float64Array {
  const { names, columns } = pageColumns(set, model.counterfactual, rows);
  return Float64Array.from(predictMargin(model.booster, { columns, featureNames: names }));
}

export const timesUsual = late('times the usual', 'baseline', ['log_minutes_30'], (elapsed, usual) => elapsed - usual);

/** The rule in force, asked while the run still goes: by now it is so many robust standard deviations late. */
export const robustZ = late(
  'robust z',
  'incumbent',
  ['log_minutes_30', 'p25_log_minutes_30', 'p75_log_minutes_30'],
  (elapsed, usual, low, high) => (elapsed - usual) / robustSigma(low, high),
);

/** Late against the slowest tenth of the runs at this hour of the week. */
export const sameHour = late('same hour of the week', 'baseline', ['p90_same_hour'], (elapsed, slow) => elapsed - slow);

/** Late against what its bytes and its workers ask for, by a regression over all jobs, in spreads of the job. */
export const regressionZ = late(
  'regression z',
  'simple',
  ['expected_log_minutes', 'spread_30'],
  (elapsed, expected, spread) => (elapsed - expected) / Math.max(0.05, spread),
);

/** The counterfactual alone: how far beyond the limit is the run already? No cause, no chance. */
export function beyondLimit(model: TrainedModel): Scorer {
  const score: Scorer['score'] = (set, rows) => {
    const { names, columns } = pageColumns(set, model.counterfactual, rows);
    return unknownLast(columns[names.indexOf('elapsed_against_limit')]);
  };
  return { name: 'beyond the counterfactual limit', role: 'simple', score };
}

/** Logistic regression on what the model reads. */
export function fitLogistic(set: TrainingSet, model: TrainedModel): Scorer {
  const { train } = model.fold;
  const { names, columns } = pageColumns(set, model.counterfactual, train);
  const fitted = fitLogisticRegression(columns, names, take(set.y, train), { weight: take(set.weight, train) });
  const score: Scorer['score'] = (read, rows) =>
    predictLogistic(fitted, pageColumns(read, model.counterfactual, rows).columns);
  return { name: 'logistic', role: 'simple', score };
}

/** A rule on the log minutes a run has taken by now, and on these columns of its past. Of a run that starts it has nothing to say. */
function late(
  name: string,
  role: Scorer['role'],
  past: readonly string[],
  scoreOf: (elapsed: number, ...past: number[]) => number,
): Scorer {
  const score = (set: RunRows, rows: Uint32Array) => {
    const [expected, ...columns] = ['expected_log_minutes', ...past].map((column) => featureColumn(set, column));
    const scores = Array.from(rows, (row) => {
      const elapsed = set.multiple[row] > 0 ? Math.log(set.multiple[row]) + expected[row] : Number.NaN;
      return scoreOf(elapsed, ...columns.map((column) => column[row]));
    });
    return unknownLast(scores);
  };
  return { name, role, score };
}
