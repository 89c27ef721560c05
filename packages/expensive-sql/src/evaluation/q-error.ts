import { qError, quantileOf, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { ranToTheEnd } from '../training-set/model-columns.ts';
import { costPerGigabyte, expectedCost, lastCost } from './scorers.ts';

/** By what factor each forecast of the cost is off, on queries that ran to their end: of others nobody knows the cost. */
export interface QErrors {
  readonly queries: number;
  readonly forecasts: readonly {
    readonly name: string;
    /** Share of the queries it has a forecast for; the quantiles are of these. */
    readonly known: number;
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
  }[];
}

export function qErrors(set: TrainingSet, model: CalibratedModel): QErrors {
  const rows = ranToTheEnd(set, model.fold.test);
  const actual = take(set.cpuSeconds, rows).map(Math.log);
  const forecasts = [expectedCost(model), costPerGigabyte, lastCost].map(({ name, logCost }) => {
    const factors = qError(logCost(set, rows), actual).filter((factor) => !Number.isNaN(factor));
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((level) => quantileOf(factors, level));
    return { name, known: factors.length / rows.length, p50, p90, p99 };
  });
  return { queries: rows.length, forecasts };
}
