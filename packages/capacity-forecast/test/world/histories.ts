import { weeklyClock } from '@applied-modeling/synthetic';
import { costOf } from '../../src/evaluation/window.ts';
import type { DemandOptions } from '../../src/world/demand.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { drawPopulation, type WorldSize } from '../../src/world/population.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { createStepper, runPolicy, type Stepper } from '../../src/world/stepper.ts';

export const clock = weeklyClock('2022-01-03');

/** A history in memory, under the incumbent rule: the small world takes half a second. */
export function runHistory(
  seed: number,
  weeks: number,
  size: WorldSize = SIZES.small,
  options: Partial<DemandOptions> = {},
): Stepper {
  const world = createStepper(seed, drawPopulation(seed, size), { clock, ...options });
  runPolicy(world, historyPolicy, weeks);
  return world;
}

/** Of one hour at true demand. */
export function hourCostUsd(nodes: number, demand: number): number {
  return costOf({ idle: Math.max(0, nodes - demand), unmet: Math.max(0, demand - nodes) });
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean of independent values. */
export function standardError(values: ArrayLike<number>): number {
  const centre = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - centre) ** 2)) / (values.length - 1));
}
