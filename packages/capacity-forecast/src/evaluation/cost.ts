import { quantileOf } from '@applied-modeling/evaluation';
import { HOURS } from '../label.ts';
import { prices } from '../prices.ts';
import { costQuantile } from '../settings.ts';

/** Node-hours that waited and that were missing, under a level through the hours of a week. */
export interface Outcome {
  readonly idle: number;
  readonly unmet: number;
  readonly shortHours: number;
}

/** `demand` holds 168 hours a row; `levels` one level a row. */
export function outcomesOf(demand: Float32Array, levels: ArrayLike<number>): Outcome[] {
  return Array.from(levels, (level, row) => {
    let [idle, unmet, shortHours] = [0, 0, 0];
    for (let cell = row * HOURS; cell < (row + 1) * HOURS; cell++) {
      if (demand[cell] > level) {
        unmet += demand[cell] - level;
        shortHours += 1;
      } else idle += level - demand[cell];
    }
    return { idle, unmet, shortHours };
  });
}

/** A quantile of the hours of every row; the cost quantile is the level that would have cost least. */
export function hourQuantiles(demand: Float32Array, level: number = costQuantile): Float64Array {
  return Float64Array.from({ length: demand.length / HOURS }, (_, row) =>
    quantileOf(Float64Array.from(demand.subarray(row * HOURS, (row + 1) * HOURS)), level),
  );
}

/** Dollars of levels over all rows. */
export function totalCost(demand: Float32Array, levels: ArrayLike<number>, unmetMultiplier = 1): number {
  return outcomesOf(demand, levels).reduce((usd, outcome) => usd + costOf(outcome, unmetMultiplier), 0);
}

/** Dollars at today's prices, or with the price of an unmet node-hour multiplied. */
export function costOf({ idle, unmet }: Pick<Outcome, 'idle' | 'unmet'>, unmetMultiplier = 1): number {
  return idle * prices.idleNodeHourUsd + unmet * prices.unmetNodeHourUsd * unmetMultiplier;
}

/**
 * MAPE of levels as forecasts of the hours. Shown beside the dollars only, because it prefers levels that are too low: an
 * hour of little demand weighs more than one of much. Hours without demand have no percentage and are left out.
 */
export function meanAbsolutePercentageError(demand: Float32Array, levels: ArrayLike<number>): number {
  let [sum, hours] = [0, 0];
  for (let cell = 0; cell < demand.length; cell++) {
    if (demand[cell] <= 0) continue;
    sum += Math.abs(levels[Math.floor(cell / HOURS)] - demand[cell]) / demand[cell];
    hours += 1;
  }
  return sum / hours;
}
