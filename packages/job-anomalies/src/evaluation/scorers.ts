import { fitLogisticRegression, predictLogistic, take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { predictMargin } from '@applied-modeling/gbm';
import type { Scorer, TrainedModel, TrainingSet } from '../domain.ts';
import { robustSigma } from '../incumbent.ts';
import { pageColumns } from '../training-set/page-features.ts';

/**
 * Everybody's way to order checkpoints, the simplest first. A rule that only knows how long a run has taken says nothing at its
 * start: there it scores lowest.
 */

/** Below every score: at a start nothing can be late. */
export const NEVER = -1e9;

/** Log-odds, one a row. */
export function marginsOf(set: TrainingSet, model: TrainedModel, rows: Uint32Array): Float64Array {
  const { names, columns } = pageColumns(set, model.counterfactual, rows);
  return Float64Array.from(predictMargin(model.booster, { columns, featureNames: names }));
}

export const nothing: Scorer = {
  name: 'no rule',
  role: 'floor',
  score: (_, rows) => new Float64Array(rows.length),
};

export const timesUsual: Scorer = {
  name: 'times the usual',
  role: 'baseline',
  score: (set, rows) => {
    const usual = featureColumn(set, 'log_minutes_30');
    return elapsedLog(set, rows, (row, elapsed) => elapsed - usual[row]);
  },
};

/** The rule in force, asked while the run still goes: by now it is so many robust standard deviations late. */
export const robustZ: Scorer = {
  name: 'robust z',
  role: 'incumbent',
  score: (set, rows) => {
    const usual = featureColumn(set, 'log_minutes_30');
    const [low, high] = [featureColumn(set, 'p25_log_minutes_30'), featureColumn(set, 'p75_log_minutes_30')];
    return elapsedLog(set, rows, (row, elapsed) => (elapsed - usual[row]) / robustSigma(low[row], high[row]));
  },
};

/** Late against the slowest tenth of the runs at this hour of the week. */
export const sameHour: Scorer = {
  name: 'same hour of the week',
  role: 'baseline',
  score: (set, rows) => {
    const late = featureColumn(set, 'p90_same_hour');
    return elapsedLog(set, rows, (row, elapsed) => elapsed - late[row]);
  },
};

/** Late against what its bytes and its workers ask for, by a regression over all jobs, in spreads of the job. */
export const regressionZ: Scorer = {
  name: 'regression z',
  role: 'simple',
  score: (set, rows) => {
    const [expected, spread] = ['expected_log_minutes', 'spread_30'].map((name) => featureColumn(set, name));
    return elapsedLog(set, rows, (row, elapsed) => (elapsed - expected[row]) / Math.max(0.05, spread[row]));
  },
};

/** The counterfactual alone: how far beyond the limit is the run already? No cause, no chance. */
export function beyondLimit(model: TrainedModel): Scorer {
  return {
    name: 'beyond the counterfactual limit',
    role: 'simple',
    score: (set, rows) => {
      const { names, columns } = pageColumns(set, model.counterfactual, rows);
      const beyond = columns[names.indexOf('elapsed_against_limit')];
      return Float64Array.from(beyond, (value) => (Number.isNaN(value) ? NEVER : value));
    },
  };
}

/** Logistic regression on what the model reads. */
export function fitLogistic(set: TrainingSet, model: TrainedModel): Scorer {
  const { train } = model.fold;
  const { names, columns } = pageColumns(set, model.counterfactual, train);
  const fitted = fitLogisticRegression(columns, names, take(set.y, train), { weight: take(set.weight, train) });
  return {
    name: 'logistic',
    role: 'simple',
    score: (rowsOf, rows) => predictLogistic(fitted, pageColumns(rowsOf, model.counterfactual, rows).columns),
  };
}

/** `scoreOf` of the log minutes a run has taken by now; never of one that has only started. */
function elapsedLog(
  set: TrainingSet,
  rows: Uint32Array,
  scoreOf: (row: number, elapsed: number) => number,
): Float64Array {
  const expected = featureColumn(set, 'expected_log_minutes');
  return Float64Array.from(rows, (row) => {
    const score = set.multiple[row] > 0 ? scoreOf(row, Math.log(set.multiple[row]) + expected[row]) : NEVER;
    return Number.isNaN(score) ? NEVER : score;
  });
}
