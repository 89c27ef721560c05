import type { Calendar } from '@applied-modeling/evaluation';
import { MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import type { Candidates } from '../domain.ts';
import { decidedAt } from '../label.ts';
import type { Panel } from './panel.ts';

/**
 * The levels to be chosen: every series in each of some weeks, ascending. Weeks of the past become a training set once their
 * labels are joined; the coming week is planned, and nothing about its outcome is asked for because nobody has it.
 */
export function candidates({ epoch, ids, cloud, region, family }: Panel, weeks: readonly number[]): Candidates {
  const rows = weeks.length * ids.length;
  const weekOf = (row: number) => weeks[Math.floor(row / ids.length)];
  const text = (values: readonly string[]) => Array.from({ length: rows }, (_, row) => values[row % ids.length]);
  return {
    rows,
    seriesIds: ids,
    series: Int32Array.from({ length: rows }, (_, row) => row % ids.length),
    week: Int32Array.from({ length: rows }, (_, row) => weekOf(row)),
    decidedAt: Float64Array.from({ length: rows }, (_, row) => decidedAt({ epoch }, weekOf(row))),
    slices: { cloud: text(cloud), region: text(region), family: text(family) },
  };
}

/** The newest week whose Thursday has come: what there is to plan. */
export function comingWeek({ epoch, now }: Pick<Calendar, 'epoch' | 'now'>): number {
  return Math.floor((now - decidedAt({ epoch }, 0)) / MS_PER_WEEK);
}

/** When the level of a week is decided, in hours after the epoch. */
export function decisionHour(week: number): number {
  return decidedAt({ epoch: 0 }, week) / MS_PER_HOUR;
}
