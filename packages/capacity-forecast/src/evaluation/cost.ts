import { outcomesOfLevels, quantilesOfRows } from '@applied-modeling/evaluation';
import { HOURS } from '../label.ts';
import { prices } from '../prices.ts';
import { costQuantile } from '../settings.ts';

/** Dollars of some node-hours that waited and others that were missing; an unmet one may cost a multiple of today's price. */
export function costOf({ idle, unmet }: Readonly<Record<'idle' | 'unmet', number>>, unmetMultiplier = 1): number {
  return idle * prices.idleNodeHourUsd + unmet * prices.unmetNodeHourUsd * unmetMultiplier;
}

/** Dollars of levels over all rows; `demand` holds 168 hours a row. */
export function totalCost(demand: Float32Array, levels: ArrayLike<number>, unmetMultiplier = 1): number {
  return outcomesOfLevels(demand, levels).reduce((usd, held) => usd + costOf(held, unmetMultiplier), 0);
}

/** A quantile of the hours of every row; the cost quantile is the level that would have cost least. */
export function hourQuantiles(demand: Float32Array, level: number = costQuantile): Float64Array {
  return quantilesOfRows(demand, HOURS, level);
}
