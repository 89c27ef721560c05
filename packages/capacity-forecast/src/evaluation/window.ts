import type { TrainingSet } from '../domain.ts';

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
