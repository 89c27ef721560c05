import { HOURS } from '../label.ts';
import { prices } from '../world/prices.ts';

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

/** Dollars at today's prices, or with the price of an unmet node-hour multiplied. */
export function costOf({ idle, unmet }: Pick<Outcome, 'idle' | 'unmet'>, unmetMultiplier = 1): number {
  return idle * prices.idleNodeHourUsd + unmet * prices.unmetNodeHourUsd * unmetMultiplier;
}
