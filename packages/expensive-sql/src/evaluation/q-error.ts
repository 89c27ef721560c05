import { qError, quantileOf, take } from '@applied-modeling/evaluation';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { ranToTheEnd } from '../training-set/model-columns.ts';
import { costPerGigabyte, expectedCost, lastCost } from './scorers.ts';

/** What each learner calls its forecast of the cost. */
const COST_BY = { logistic: 'ridge regression', gbm: 'boosted trees' } as const;

/**
 * By what factor each forecast of the cost is off, on queries that ran to their end: of others nobody knows the cost. What ships
 * comes first, then what else was learned, and two rules; `known` is the share of the queries a forecast has a figure for.
 */
export function qErrors(set: TrainingSet, fits: readonly TrainedModel[]) {
  const rows = ranToTheEnd(set, fits[0].fold.test);
  const actual = take(set.cpuSeconds, rows).map(Math.log);
  const learned = fits.map((fit) => ({ ...expectedCost(fit), name: COST_BY[fit.name] }));
  const forecasts = [...learned, costPerGigabyte, lastCost].map(({ name, logCost }) => {
    const factors = qError(logCost(set, rows), actual).filter((factor) => !Number.isNaN(factor));
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((level) => quantileOf(factors, level));
    return { name, known: factors.length / rows.length, p50, p90, p99 };
  });
  return { queries: rows.length, forecasts };
}
