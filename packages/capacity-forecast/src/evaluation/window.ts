import { type BootstrapEstimate, clusterBootstrap } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import { evaluateSettings } from '../settings.ts';

/** The rows of the test window, and their weeks numbered from 0: the cluster of the bootstrap. */
export interface Window {
  readonly rows: Uint32Array;
  readonly weeks: readonly number[];
  readonly weekIndex: Int32Array;
  /** What the levels are judged by, 168 hours a row. */
  readonly demand: Float32Array;
}

export function openWindow(set: TrainingSet, rows: Uint32Array, demand: Float32Array): Window {
  const weeks = [...new Set(Array.from(rows, (row) => set.week[row]))].sort((a, b) => a - b);
  const numberOf = new Map(weeks.map((week, index) => [week, index]));
  return { rows, weeks, weekIndex: Int32Array.from(rows, (row) => numberOf.get(set.week[row])!), demand };
}

/** Sums a value of every row by week. */
export function sumByWeek({ weeks, weekIndex }: Window, valueAt: (at: number) => number): Float64Array {
  const sums = new Float64Array(weeks.length);
  for (let at = 0; at < weekIndex.length; at++) sums[weekIndex[at]] += valueAt(at);
  return sums;
}

/**
 * Resamples whole weeks: the series of a week share their regions' shocks, and 26 weeks are 26 observations, not
 * 26 × 120. What it leaves out is the luck of fitting and that neighbouring weeks resemble each other.
 */
export function bootstrapWeeks(
  { weeks }: Window,
  seed: number,
  statistics: (drawn: Int32Array) => readonly number[],
): readonly BootstrapEstimate[] {
  const { replicates, level } = evaluateSettings;
  return clusterBootstrap({ cluster: Int32Array.from(weeks.keys()), seed, replicates, level, statistics });
}

export function weighted(byWeek: Float64Array, drawn: Int32Array): number {
  return byWeek.reduce((sum, value, week) => sum + drawn[week] * value, 0);
}
