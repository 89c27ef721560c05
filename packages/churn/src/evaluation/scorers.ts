import { fitLogisticRegression, predictLogistic, take } from '@applied-modeling/evaluation';
import { type Booster, matrixAt, predictMargin } from '@applied-modeling/gbm';
import type { FoldRows, Scorer, TrainingSet } from '../domain.ts';
import { incumbentRule, urgency } from '../incumbent.ts';
import { logisticSettings, trainSettings } from '../settings.ts';

/**
 * Everything that can order accounts. The lower rungs are what a manager could do without a model. Larger means riskier.
 * The CSM rule is the incumbent, the same rule that put accounts on the watch-list during the history.
 */

/** Everybody alike: its average precision is the base rate. */
export const prevalence: Scorer = {
  name: 'prevalence',
  role: 'floor',
  margin: (_, rows) => new Float64Array(rows.length),
};

/** Four weeks of usage against twelve; one line of SQL. */
export const usageRatio: Scorer = {
  name: 'usage_ratio',
  role: 'baseline',
  margin: (set, rows) => Float64Array.from(take(set.ruleInputs.usage_ratio_28_84, rows), (ratio) => -ratio),
};

/** The rule in use. */
export const csmRule: Scorer = {
  name: incumbentRule.name,
  role: 'incumbent',
  margin: (set, rows) => {
    const { tickets_28d: tickets, usage_ratio_28_84: ratio } = set.ruleInputs;
    return Float64Array.from(rows, (row) => urgency(tickets[row] || 0, ratio[row]));
  },
};

export function boosterScorer(booster: Booster): Scorer {
  return {
    name: 'gbm',
    role: 'model',
    margin: (set, rows) => Float64Array.from(predictMargin(booster, matrixAt(set, rows))),
  };
}

/**
 * L2-regularised logistic regression on the same columns and rows the booster learns from: the simpler model that a
 * better one has to beat before it may ship. `outcomes` stand in for labels, and then no row weighs more than another.
 */
export function fitLogisticRung(set: TrainingSet, { train }: Pick<FoldRows, 'train'>, outcomes?: Float64Array): Scorer {
  const { columns } = matrixAt(set, train);
  const weight = outcomes ? undefined : takeTrainingWeights(set, train);
  const options = { weight, C: logisticSettings.C, isPseudo: outcomes !== undefined };
  const logistic = fitLogisticRegression(columns, set.names, take(outcomes ?? set.y, train), options);
  return {
    name: 'logistic',
    role: 'simple',
    margin: (set, rows) => predictLogistic(logistic, matrixAt(set, rows).columns),
  };
}

/** Inverse-probability weights, cut so that one spared account does not outvote the rest. */
export function takeTrainingWeights(set: TrainingSet, rows: Uint32Array): Float32Array {
  return take(set.weight, rows).map((weight) => Math.min(weight, trainSettings.maximumWeight));
}
