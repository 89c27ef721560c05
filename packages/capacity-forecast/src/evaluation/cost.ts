import { outcomesOfLevels, quantilesOfRows } from '@applied-modeling/evaluation';
import { HOURS } from '../label.ts';
import { prices } from '../prices.ts';
import { costQuantile } from '../settings.ts';

/** Dollars of some node-hours that waited and others that were missing. */
export function costOf({ idle, unmet }: Readonly<Record<'idle' | 'unmet', number>>): number {
  return idle * prices.idleNodeHourUsd + unmet * prices.unmetNodeHourUsd;
}

/** Dollars of levels over all rows; `demand` holds 168 hours a row. */
export function totalCost(demand: Float32Array, levels: ArrayLike<number>): number {
  return outcomesOfLevels(demand, levels).reduce((usd, held) => usd + costOf(held), 0);
}

/** A quantile of the hours of every row; the cost quantile is the level that would have cost least. */
export function hourQuantiles(demand: Float32Array, level: number = costQuantile): Float64Array {
  return quantilesOfRows(demand, HOURS, level);
}
