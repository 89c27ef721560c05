import { take, unknownLast } from '@applied-modeling/evaluation';
import { featureColumn, modelColumns } from '@applied-modeling/feature-store';
import { predictLearned } from '@applied-modeling/learned';
import type { CalibratedModel, CostForecast, Scorer, TrainedModel, TrainingSet } from '../domain.ts';

/** Everybody's way to order queries, the simplest first. A rule that does not know a query has nothing to say of it. */

/** What an optimizer would say: bytes by the statistics of the last ANALYZE, times the tables that are joined. */
export const optimizerCost: Scorer = {
  name: 'optimizer cost',
  role: 'baseline',
  score: (set, rows) => {
    const [bytes, tables] = ['log_statistics_gb', 'tables'].map((name) => featureColumn(set, name));
    return unknownLast(Float64Array.from(rows, (row) => bytes[row] + Math.log(Math.max(1, tables[row]))));
  },
};

/** The rule in force. */
export const bytesScanned: Scorer = {
  name: 'bytes scanned',
  role: 'incumbent',
  score: (set, rows) => unknownLast(take(featureColumn(set, 'log_scan_gb'), rows)),
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

/** What was learned: a chance, and the cost beside it. */
export function learned(model: CalibratedModel, role: Scorer['role']): Scorer {
  const { name, calibrator } = model;
  const { logCost } = expectedCost(model);
  return { name, role, calibrator, logCost, score: (set, rows) => marginsOf(set, model, rows) };
}

/** The forecast of the cost alone, as an order. */
export function expectedCost({ cost }: Pick<TrainedModel, 'cost'>) {
  return byCost('cost regression', 'ablation', (set, rows) => predictLearned(cost, modelColumns(set, rows)));
}

/** Log-odds, one a row. */
export function marginsOf(set: TrainingSet, { chance }: Pick<TrainedModel, 'chance'>, rows: Uint32Array): Float64Array {
  return predictLearned(chance, modelColumns(set, rows));
}

/** Who orders queries by his forecast of their cost. */
function byCost(name: string, role: Scorer['role'], logCost: CostForecast) {
  return { name, role, logCost, score: (set, rows) => unknownLast(logCost(set, rows)) } satisfies Scorer;
}
