import { outcomesOfLevels, quantilesOfRows, takeRuns } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import { HOURS } from '../label.ts';
import { prices } from '../prices.ts';
import { costQuantile } from '../settings.ts';

/** The rows of the test window, and their weeks numbered from 0: the cluster of the bootstrap. */
export interface Window {
  readonly rows: Uint32Array;
  readonly weeks: readonly number[];
  readonly weekIndex: Int32Array;
  /** What the levels are judged by, 168 hours a row. */
  readonly demand: Float32Array;
}

/** Of the rows for which every rule has a level: one with a gap in its past would be judged on fewer weeks than the others. */
export function comparableRows(set: TrainingSet, rows: Uint32Array): Uint32Array {
  const rules = Object.values(set.rules);
  return rows.filter((row) => set.provisioned[row] >= 0 && rules.every((levels) => levels[row] >= 0));
}

export function openWindow(set: TrainingSet, rows: Uint32Array, demand: Float32Array): Window {
  const weeks = [...new Set(Array.from(rows, (row) => set.week[row]))].sort((a, b) => a - b);
  const weekIndex = Int32Array.from(rows, (row) => weeks.indexOf(set.week[row]));
  return { rows, weeks, weekIndex, demand };
}

/** Estimated demand of some rows, 168 hours each. */
export function demandOf({ demand }: TrainingSet, rows: ArrayLike<number>): Float32Array {
  return takeRuns(demand, HOURS, rows);
}

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
