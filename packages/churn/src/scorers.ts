import { fitLogisticRegression, predictLogistic } from '@applied-modeling/evaluation';
import { type Booster, predictMargin } from '@applied-modeling/gbm';
import type { FoldRows, Scorer, TrainingSet } from './domain.ts';
import { takeFloats } from './rows.ts';
import { logisticSettings, trainSettings } from './settings.ts';
import { csmRuleSettings } from './world/csm-rule.ts';

/**
 * Everything that can order accounts. The lower rungs are what a manager could do without a model. Larger means riskier.
 * The CSM rule is the incumbent, the same rule that put accounts on the watch-list during the history.
 */

/** Everybody alike: its average precision is the base rate. */
export const prevalence: Scorer = { name: 'prevalence', margin: (_, rows) => new Float64Array(rows.length) };

/** Four weeks of usage against twelve; one line of SQL. */
export const usageRatio: Scorer = {
  name: 'usage_ratio',
  margin: (set, rows) => {
    const ratio = set.ruleInputs.usage_ratio_28_84;
    return rowByRow(rows, (row) => -ratio[row]);
  },
};

const { tickets28d, usageRatio28To84 } = csmRuleSettings;

/** How far an account is past either threshold. */
export const csmRuleSql = `greatest(tickets_28d / ${tickets28d}, (1 - usage_ratio_28_84) / (1 - ${usageRatio28To84}))`;

/** The rule in use: `ORDER BY` the line above, descending. */
export const csmRule: Scorer = {
  name: 'csm_rule',
  margin: (set, rows) => {
    const { tickets_28d: tickets, usage_ratio_28_84: ratio } = set.ruleInputs;
    return rowByRow(rows, (row) =>
      Math.max((tickets[row] || 0) / tickets28d, (1 - ratio[row]) / (1 - usageRatio28To84)),
    );
  },
};

function rowByRow(rows: Uint32Array, value: (row: number) => number): Float64Array {
  const out = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) out[at] = value(rows[at]);
  return out;
}

export function boosterScorer(booster: Booster): Scorer {
  return {
    name: 'gbm',
    margin: (set, rows) =>
      Float64Array.from(
        predictMargin(
          booster,
          set.columns.map((column) => takeFloats(column, rows)),
        ),
      ),
  };
}

/**
 * L2-regularised logistic regression on the same columns and rows the booster learns from: the simpler model that a
 * better one has to beat before it may ship.
 */
export function fitLogisticRung(set: TrainingSet, fold: FoldRows): Scorer {
  const columns = set.columns.map((column) => takeFloats(column, fold.train));
  const label = takeFloats(set.y, fold.train);
  const logistic = fitLogisticRegression(columns, set.names, label, {
    weight: takeTrainingWeights(set, fold.train),
    C: logisticSettings.C,
  });
  return {
    name: 'logistic',
    margin: (set, rows) =>
      Float64Array.from(
        predictLogistic(
          logistic,
          set.columns.map((column) => takeFloats(column, rows)),
        ),
      ),
  };
}

/** Inverse-probability weights, cut so that one spared account does not outvote the rest. */
export function takeTrainingWeights(set: TrainingSet, rows: Uint32Array): Float32Array {
  return takeFloats(set.weight, rows).map((weight) => Math.min(weight, trainSettings.maximumWeight));
}
