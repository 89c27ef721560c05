import { MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import type { Ingested } from './domain.ts';
import { HOURS } from './label.ts';
import * as tables from './tables.ts';

/**
 * The hourly tables as arrays, series after series and hour after hour, because a plan looks at the same hours of several
 * weeks side by side. Both clocks are kept: a value is read as known at a decision, and no other way.
 */
export interface Panel {
  readonly epoch: number;
  readonly hours: number;
  readonly weeks: number;
  readonly ids: readonly string[];
  readonly cloud: readonly string[];
  readonly region: readonly string[];
  readonly country: readonly string[];
  readonly family: readonly string[];
  readonly utcOffsetHours: Float64Array;
  /** The series whose unmet demand tries this one next; -1 for none. */
  readonly spillsFrom: Int32Array;
  /** Node-hours as first billed, NaN where absent, and the hours after the epoch at which that was known. */
  readonly served: Float32Array;
  readonly servedKnownAt: Float32Array;
  /** Added to `served` once known; infinity where nothing was corrected. */
  readonly correction: Float32Array;
  readonly correctionKnownAt: Float32Array;
  /** First requests that got no node, and requests of any attempt. */
  readonly failures: Float32Array;
  readonly failedRequests: Float32Array;
  /** 1 where the hour had a stock-out. */
  readonly isShort: Uint8Array;
  /** By series and week. */
  readonly capacity: Float32Array;
}

export async function readPanel({ lake, relation, calendar }: Ingested): Promise<Panel> {
  const weeks = calendar.historyWeeks;
  const hours = weeks * HOURS;
  const from = (name: keyof typeof tables) => relation(tables[name] as typeof tables.series);
  const known = await lake.query(`SELECT * FROM ${from('series')} ORDER BY series_id`);
  const ids = known.strings('series_id');
  const numberOf = new Map(ids.map((id, index) => [id, index]));
  const spillsFrom = new Int32Array(ids.length).fill(-1);
  for (const [index, id] of known.strings('neighbour_series_id').entries()) {
    const neighbour = numberOf.get(id);
    if (neighbour !== undefined && neighbour !== index) spillsFrom[neighbour] = index;
  }
  const cells = ids.length * hours;
  const filled = (value: number) => new Float32Array(cells).fill(value);
  const panel: Panel = {
    epoch: calendar.epoch,
    hours,
    weeks,
    ids,
    cloud: known.strings('cloud'),
    region: known.strings('region'),
    country: known.strings('country'),
    family: known.strings('family'),
    utcOffsetHours: known.numbers('utc_offset_hours'),
    spillsFrom,
    served: filled(Number.NaN),
    servedKnownAt: filled(Number.POSITIVE_INFINITY),
    correction: filled(0),
    correctionKnownAt: filled(Number.POSITIVE_INFINITY),
    failures: filled(0),
    failedRequests: filled(0),
    isShort: new Uint8Array(cells),
    capacity: new Float32Array(ids.length * weeks).fill(Number.NaN),
  };
  await lake.stage('panel_series', { series_id: ids, place: Int32Array.from(ids.keys()) });
  const cellSql = (hour: string) => `place * ${hours} + (epoch_ms(${hour}) - ${calendar.epoch}) // ${MS_PER_HOUR}`;
  const knownSql = `(epoch_ms(available_at) - ${calendar.epoch}) / ${MS_PER_HOUR}.0`;
  const inside = `hour >= epoch_ms(${calendar.epoch})::TIMESTAMPTZ AND hour < epoch_ms(${calendar.epoch + hours * MS_PER_HOUR})::TIMESTAMPTZ`;
  const read = (source: string, columns: string) =>
    lake.query(
      `SELECT (${cellSql('hour')})::INTEGER AS cell, ${columns} FROM ${source} JOIN panel_series USING (series_id) WHERE ${inside} ORDER BY cell`,
    );
  for (const [type, values, knownAt] of [
    ['ORIGINAL', panel.served, panel.servedKnownAt],
    ['CORRECTION', panel.correction, panel.correctionKnownAt],
  ] as const) {
    const usage = await read(
      `(SELECT * FROM ${from('usageHourly')} WHERE record_type = '${type}')`,
      `node_hours, ${knownSql} AS known_at`,
    );
    scatter(values, usage.integers('cell'), usage.integers('node_hours'));
    scatter(knownAt, usage.integers('cell'), usage.numbers('known_at'));
  }
  const failures = from('launchFailures');
  if (failures !== undefined) {
    const first = await read(`(SELECT * FROM ${failures} WHERE attempt = 1)`, 'clusters');
    scatter(panel.failures, first.integers('cell'), first.integers('clusters'));
    const all = await read(
      `(SELECT series_id, hour, sum(clusters)::INTEGER AS clusters FROM ${failures} GROUP BY ALL)`,
      'clusters',
    );
    scatter(panel.failedRequests, all.integers('cell'), all.integers('clusters'));
  }
  const stockouts = from('stockouts');
  if (stockouts !== undefined)
    for (const cell of (await read(stockouts, 'minutes')).integers('cell')) panel.isShort[cell] = 1;
  const capacity = await lake.query(
    `SELECT (place * ${weeks} + (epoch_ms(week_start::TIMESTAMPTZ) - ${calendar.epoch}) // ${MS_PER_WEEK})::INTEGER AS cell, nodes
     FROM ${from('capacityWeekly')} JOIN panel_series USING (series_id)
     WHERE week_start >= epoch_ms(${calendar.epoch})::TIMESTAMP AND week_start < epoch_ms(${calendar.epoch + weeks * MS_PER_WEEK})::TIMESTAMP ORDER BY cell`,
  );
  scatter(panel.capacity, capacity.integers('cell'), capacity.integers('nodes'));
  await lake.unstage('panel_series');
  return panel;
}

function scatter(into: Float32Array, cells: ArrayLike<number>, values: ArrayLike<number>): void {
  for (let at = 0; at < cells.length; at++) into[cells[at]] = values[at];
}

/** Node-hours of a cell as known at an hour after the epoch; NaN where nothing was known. */
export function servedAsOf(panel: Panel, cell: number, knownAt: number): number {
  if (!(panel.servedKnownAt[cell] <= knownAt)) return Number.NaN;
  return panel.correctionKnownAt[cell] <= knownAt ? panel.served[cell] + panel.correction[cell] : panel.served[cell];
}
