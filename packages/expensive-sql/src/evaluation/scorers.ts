import { fitLogisticRegression, fitRidge, predictLogistic, predictRidge, take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { type Booster, matrixAt, predictMargin } from '@applied-modeling/gbm';
import type { CostForecast, Scorer, TrainedModel, TrainingSet } from '../domain.ts';
import { censoringWeights } from '../training-set/censoring.ts';
import { logCpu, modelColumns, ranToTheEnd } from '../training-set/model-columns.ts';

/** Everybody's way to order queries, the simplest first. A rule that does not know a query has nothing to say of it. */

export const nothing: Scorer = {
  name: 'no rule',
  role: 'floor',
  score: (_, rows) => new Float64Array(rows.length),
};

/** What an optimizer would say: bytes by the statistics of the last ANALYZE, times the tables that are joined. */
export const optimizerCost: Scorer = {
  name: 'optimizer cost',
  role: 'baseline',
  score: (set, rows) => {
    const [bytes, tables] = ['log_statistics_gb', 'tables'].map((name) => featureColumn(set, name));
    return lastIfUnknown(Float64Array.from(rows, (row) => bytes[row] + Math.log(Math.max(1, tables[row]))));
  },
};

/** The rule in force. */
export const bytesScanned: Scorer = {
  name: 'bytes scanned',
  role: 'incumbent',
  score: (set, rows) => lastIfUnknown(take(featureColumn(set, 'log_scan_gb'), rows)),
};

/** What the template cost when it last ran; a new one is taken for cheap. */
export const lastCost = byCost("template's last cost", 'baseline', (set, rows) =>
  Float64Array.from(take(featureColumn(set, 'template_log_cpu_1'), rows)),
);

/** The template's usual cost for a gigabyte, times the gigabytes of this query; a new one by its table. No learning. */
export const costPerGigabyte = byCost('cost per gigabyte × bytes', 'baseline', (set, rows) => {
  const [template, table] = ['expected_log_cpu', 'table_expected_log_cpu'].map((name) => featureColumn(set, name));
  return Float64Array.from(rows, (row) => (Number.isNaN(template[row]) ? table[row] : template[row]));
});

/** Logistic regression for the chance and ridge regression for the log of the cost, on what the model reads. */
export function fitLogistic(set: TrainingSet, { fold }: Pick<TrainedModel, 'fold'>): Scorer {
  const read = modelColumns(set);
  const columnsAt = (rows: Uint32Array) => matrixAt(read, rows).columns;
  const weight = censoringWeights(set, fold.train);
  const fitted = fitLogisticRegression(columnsAt(fold.train), read.names, take(set.y, fold.train), { weight });
  const whole = ranToTheEnd(set, fold.train);
  const ridge = fitRidge(columnsAt(whole), read.names, take(logCpu(set), whole), 1);
  return {
    ...{ name: 'logistic', role: 'simple' },
    score: (_, rows) => predictLogistic(fitted, columnsAt(rows)),
    logCost: (_, rows) => predictRidge(ridge, columnsAt(rows)),
  };
}

/** What ships: a chance from the one booster, and the cost from the other. */
export function gradientBoosted(model: Pick<TrainedModel, 'booster' | 'cost'>): Scorer {
  return {
    name: 'gbm',
    role: 'model',
    score: (set, rows) => marginsOf(set, model, rows),
    logCost: expectedCost(model).logCost,
  };
}

/** The regression on cost alone, as an order. */
export function expectedCost({ cost }: Pick<TrainedModel, 'cost'>) {
  return byCost('cost regression', 'ablation', (set, rows) => predictionsOf(set, cost, rows));
}

/** Log-odds, one a row. */
export function marginsOf(set: TrainingSet, model: Pick<TrainedModel, 'booster'>, rows: Uint32Array): Float64Array {
  return predictionsOf(set, model.booster, rows);
}

/** What a booster says, one a row. */
export function predictionsOf(set: TrainingSet, booster: Booster, rows: Uint32Array): Float64Array {
  return Float64Array.from(predictMargin(booster, matrixAt(modelColumns(set), rows)));
}

/** Who orders queries by his forecast of their cost. */
function byCost(name: string, role: Scorer['role'], logCost: CostForecast) {
  return { name, role, logCost, score: (set, rows) => lastIfUnknown(logCost(set, rows)) } satisfies Scorer;
}

function lastIfUnknown(scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(scores, (score) => (Number.isNaN(score) ? -1e9 : score));
}
