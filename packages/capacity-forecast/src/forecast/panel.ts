import { fillGrid, type GridRows } from '@applied-modeling/feature-store';
import { MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import type { Ingested } from '../domain.ts';
import { HOURS } from '../label.ts';
import * as tables from '../tables.ts';
import { comingWeek } from './candidates.ts';

/**
 * The hourly tables as arrays, series after series and hour after hour, because a plan looks at the same hours of several
 * weeks side by side. Both clocks are kept: a value is read as known at a decision, and no other way.
 */
export interface Panel extends PanelHours {
  readonly epoch: number;
  readonly ids: readonly string[];
  readonly cloud: readonly string[];
  readonly region: readonly string[];
  readonly country: readonly string[];
  readonly family: readonly string[];
  readonly utcOffsetHours: Float64Array;
}

/** The hours of all series up to the week there is to plan, without their names. */
export interface PanelHours {
  readonly hours: number;
  readonly weeks: number;
  /** The series whose unmet demand tries this one next; -1 for none. */
  readonly spillsFrom: Int32Array;
  /** Node-hours as first billed, NaN where absent, and the hours after the epoch at which that was known. */
  readonly served: Float32Array;
  readonly servedKnownAt: Float32Array;
  /** Added to `served` once known; infinity where nothing was corrected. */
  readonly correction: Float32Array;
  readonly correctionKnownAt: Float32Array;
  /** First requests that got no node, and the hours after the epoch at which that was known. */
  readonly failures: Float32Array;
  readonly failuresKnownAt: Float32Array;
  /** From when it was known that the hour had a stock-out; infinity where it had none. */
  readonly shortKnownAt: Float32Array;
  /** By series and week; NaN where it is unknown. */
  readonly capacity: Float32Array;
}

export async function readPanel({ lake, relation, calendar }: Ingested): Promise<Panel> {
  const known = await lake.query(`SELECT * FROM ${relation(tables.series)} ORDER BY series_id`);
  const ids = known.strings('series_id');
  const weeks = comingWeek(calendar) + 1;
  const panel: Panel = {
    epoch: calendar.epoch,
    hours: weeks * HOURS,
    weeks,
    ids,
    cloud: known.strings('cloud'),
    region: known.strings('region'),
    country: known.strings('country'),
    family: known.strings('family'),
    utcOffsetHours: known.numbers('utc_offset_hours'),
    spillsFrom: findSpills(ids, known.strings('neighbour_series_id')),
    ...emptyHours(ids.length * weeks * HOURS),
    capacity: new Float32Array(ids.length * weeks).fill(Number.NaN),
  };
  await lake.stage('panel_series', { series_id: ids, place: Int32Array.from(ids.keys()) });
  const places = { places: 'panel_series', key: 'series_id', epoch: calendar.epoch };
  for (const rows of hourlyRows(panel, relation))
    await fillGrid(lake, { ...places, stepMs: MS_PER_HOUR, steps: panel.hours }, rows);
  await fillGrid(
    lake,
    { ...places, stepMs: MS_PER_WEEK, steps: weeks },
    { relation: relation(tables.capacityWeekly), time: 'week_start', column: 'nodes', values: panel.capacity },
  );
  await lake.unstage('panel_series');
  return panel;
}

function hourlyRows(panel: PanelHours, relation: Ingested['relation']): readonly GridRows[] {
  const { served, servedKnownAt, correction, correctionKnownAt, failures, failuresKnownAt, shortKnownAt } = panel;
  const usage = { relation: relation(tables.usageHourly), time: 'hour', column: 'node_hours' };
  const requests = { relation: relation(tables.launchFailures), time: 'hour', column: 'clusters' };
  const stockouts = { relation: relation(tables.stockouts), time: 'hour', column: 'minutes' };
  return [
    { ...usage, where: "record_type = 'ORIGINAL'", values: served, knownAt: servedKnownAt },
    { ...usage, where: "record_type = 'CORRECTION'", values: correction, knownAt: correctionKnownAt },
    { ...requests, where: 'attempt = 1', values: failures, knownAt: failuresKnownAt },
    { ...stockouts, knownAt: shortKnownAt },
  ];
}

function findSpills(ids: readonly string[], neighbours: readonly string[]): Int32Array {
  return Int32Array.from(ids, (id, at) => neighbours.findLastIndex((to, from) => to === id && from !== at));
}

/** Hours of which nothing is known. */
export function emptyHours(cells: number) {
  const filled = (value: number) => new Float32Array(cells).fill(value);
  return {
    served: filled(Number.NaN),
    servedKnownAt: filled(Number.POSITIVE_INFINITY),
    correction: filled(0),
    correctionKnownAt: filled(Number.POSITIVE_INFINITY),
    failures: filled(0),
    failuresKnownAt: filled(Number.POSITIVE_INFINITY),
    shortKnownAt: filled(Number.POSITIVE_INFINITY),
  };
}

/** Node-hours of a cell as known at an hour after the epoch; NaN where nothing was known. */
export function servedAsOf(panel: PanelHours, cell: number, knownAt: number): number {
  if (!(panel.servedKnownAt[cell] <= knownAt)) return Number.NaN;
  return panel.correctionKnownAt[cell] <= knownAt ? panel.served[cell] + panel.correction[cell] : panel.served[cell];
}

/** First requests of a cell that got no node, as known at an hour after the epoch. */
export function failuresAsOf({ failures, failuresKnownAt }: PanelHours, cell: number, knownAt: number): number {
  return failuresKnownAt[cell] <= knownAt ? failures[cell] : 0;
}
