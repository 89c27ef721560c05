import { featureColumn } from '@applied-modeling/feature-store';
import { type Booster, matrixAt, predictMargin } from '@applied-modeling/gbm';
import type { RunRows } from '../domain.ts';
import { PAGE_FEATURES } from '../features.ts';
import { tierOf } from '../label.ts';
import { worthwhileMinutes } from '../prices.ts';
import { counterfactualMatrix, quantileModel } from './counterfactual.ts';

/** What the page-worthy classifier reads beside the features: the run against its counterfactual. */
export const AGAINST_COUNTERFACTUAL = [
  'expected_ratio',
  'spread',
  'elapsed_z',
  'limit_z',
  'elapsed_against_limit',
] as const;

/** A column set of some rows, for the classifier. */
export interface PageColumns {
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
}

const LEAST_SPREAD = 0.02;
const Z90 = 1.2816;

/**
 * The features of `rows`, and where the run stands against what it should take: `expected_ratio` is the log of that over its
 * expected minutes, `spread` its robust standard deviation; the elapsed time and the limit from which it is worth a page are told in
 * these.
 */
export function pageColumns(set: RunRows, counterfactual: readonly Booster[], rows: Uint32Array): PageColumns {
  const matrix = counterfactualMatrix(set, rows);
  const [q50, q90] = [0.5, 0.9].map((level) => predictMargin(quantileModel(counterfactual, level), matrix));
  const expected = featureColumn(set, 'expected_log_minutes');
  const tier = featureColumn(set, 'tier');
  const derived = AGAINST_COUNTERFACTUAL.map(() => new Float32Array(new SharedArrayBuffer(4 * rows.length)));
  for (const [at, row] of rows.entries()) {
    const spread = Math.max(LEAST_SPREAD, (q90[at] - q50[at]) / Z90);
    const minutes = Math.exp(expected[row]);
    const limit = Math.log(Math.exp(q50[at]) + worthwhileMinutes(tierOf(tier[row])) / minutes);
    // At its start a run has taken no time: missing, and not minus infinity.
    const elapsed = set.multiple[row] > 0 ? Math.log(set.multiple[row]) : Number.NaN;
    const values = [q50[at], spread, (elapsed - q50[at]) / spread, (limit - q50[at]) / spread, elapsed - limit];
    // Minutes that cost nothing are never worth a page: missing as well.
    for (const [index, value] of values.entries()) derived[index][at] = Number.isFinite(value) ? value : Number.NaN;
  }
  const features = matrixAt(
    { names: PAGE_FEATURES, columns: PAGE_FEATURES.map((name) => featureColumn(set, name)) },
    rows,
  );
  return {
    names: [...PAGE_FEATURES, ...AGAINST_COUNTERFACTUAL],
    columns: [...(features.columns as readonly Float32Array[]), ...derived],
  };
}
