/**
 * An event view in plain loops: what does a decision see, in which order, and what do the windows take of it?
 */

import type { EventAggregate } from '../../src/event-aggregates.ts';
import type { EventView } from '../../src/feature-view.ts';
import type { Cell, FeatureRow, Row } from './brute-force-join.ts';

const HOUR_MS = 3_600_000;

export function readEvents(view: EventView, decision: Row, rows: readonly Row[], isAsOf: boolean): FeatureRow {
  const { eventTime, availableAt } = view.source.clocks;
  const now = timeOf(decision.decided_at)!;
  // A careless decision takes a row for known when its event happens, and reads today's version of it.
  const knownAt = (row: Row) => timeOf(row[isAsOf || !eventTime ? availableAt! : eventTime]);
  const isOfEntity = (row: Row) => view.entity.every((name) => row[name] !== null && row[name] === decision[name]);

  const readable = isAsOf ? rows : newestVersions(view, rows);
  const known = readable.filter((row) => knownAt(row) !== null && knownAt(row)! <= now);
  const seen = newestVersions(view, known).filter(isOfEntity);
  const ties = [...(eventTime ? [eventTime] : []), ...view.source.key];
  seen.sort((a, b) => compare(knownAt(a), knownAt(b)) || compareAll(a, b, ties));

  const features: FeatureRow = {};
  for (const [name, aggregate] of Object.entries(view.features)) {
    const { where, rows: last, hours = 0, days = 0 } = aggregate;
    const meeting = seen.filter((row) => !where || where.oneOf.includes(row[where.column]!));
    const start = now - (days * 24 + hours) * HOUR_MS;
    const chosen = last ? meeting.slice(-last) : meeting.filter((row) => knownAt(row)! > start);
    features[name] = aggregateRows(view, aggregate, chosen, now);
  }
  const conditions = Object.values(view.features).map(({ where }) => where);
  const isRead = (row: Row) => conditions.some((where) => !where || where.oneOf.includes(row[where.column]!));
  const newest = (clock: string) =>
    greatest(
      known
        .filter((row) => isOfEntity(row) && isRead(row))
        .map((row) => timeOf(row[clock]))
        .filter((time) => time !== null),
    );
  features[`${view.name}_max_available_at`] = newest(availableAt!);
  if (eventTime) features[`${view.name}_max_event_time`] = newest(eventTime);
  return features;
}

/** Rows that agree in the key but for its available_at are versions of one; the last of them stands. */
function newestVersions({ source }: EventView, rows: readonly Row[]): readonly Row[] {
  const { availableAt } = source.clocks;
  const newest = new Map<string, Row>();
  for (const row of rows) {
    const identity = JSON.stringify(source.key.filter((name) => name !== availableAt).map((name) => row[name]));
    const other = newest.get(identity);
    if (!other || timeOf(row[availableAt!])! > timeOf(other[availableAt!])!) newest.set(identity, row);
  }
  return [...newest.values()];
}

function aggregateRows(
  view: EventView,
  { op, column = '', q = 0 }: EventAggregate,
  rows: readonly Row[],
  now: number,
): number | null {
  const values = rows.map((row) => row[column]).filter((value) => typeof value === 'number' && !Number.isNaN(value));
  switch (op) {
    case 'count':
      return rows.length;
    case 'sum':
      return values.length > 0 ? sumOf(values as number[]) : null;
    case 'meanPerRow':
      return values.length > 0 ? sumOf(values as number[]) / values.length : null;
    case 'min':
      return values.length > 0 ? Math.min(...(values as number[])) : null;
    case 'max':
      return greatest(values as number[]);
    case 'quantile':
      return quantileOf(values as number[], q);
    case 'lastValue': {
      const value = rows.at(-1)?.[column] ?? null;
      return value === null ? null : Number(value);
    }
    case 'hoursSinceLast': {
      const times = rows.map((row) => timeOf(row[view.source.clocks.eventTime!])).filter((time) => time !== null);
      return times.length > 0 ? (now - Math.max(...times)) / HOUR_MS : null;
    }
  }
}

/** The sources keep three decimal places, so their sums are whole numbers of thousandths. */
function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + Math.round(value * 1000), 0) / 1000;
}

function quantileOf(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

function compareAll(a: Row, b: Row, columns: readonly string[]): number {
  for (const name of columns) {
    const order = compare(a[name], b[name]);
    if (order !== 0) return order;
  }
  return 0;
}

/** NULL first. */
function compare(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

function timeOf(cell: Cell): number | null {
  return cell === null ? null : Date.parse(cell as string);
}

function greatest(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null;
}
