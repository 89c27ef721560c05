/**
 * The point-in-time join in plain loops: for every row of the spine, every row of every source is looked at, and the
 * rules are applied one by one. Slow, obvious, and what the compiled SQL is compared with.
 *
 * Dates are written `2025-03-01`, instants in ISO 8601; missing is `null`.
 */

import type { CalendarMean } from '../../src/calendar-mean.ts';
import type { Door } from '../../src/compile-features.ts';
import type { Operand } from '../../src/derivations.ts';
import type { FeatureSet } from '../../src/feature-set.ts';
import type { CalendarView, FeatureView, LatestView, WindowView } from '../../src/feature-view.ts';
import type { LatestValue } from '../../src/latest-values.ts';
import type { WindowAggregate } from '../../src/window-aggregates.ts';
import { readEvents } from './brute-force-events.ts';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;
/** The rows of each source by contract name; a source that is not there is absent. */
export type Tables = Readonly<Record<string, readonly Row[]>>;
export type FeatureRow = Record<string, number | null>;

export function bruteForceJoin(set: FeatureSet, spine: readonly Row[], tables: Tables, door: Door): FeatureRow[] {
  return spine.map((decision) => {
    const features: FeatureRow = {};
    for (const view of set.views) Object.assign(features, readView(view, decision, tables[view.source.name], door));
    for (const [name, derivation] of Object.entries(set.derived)) features[name] = evaluate(derivation, features);
    return features;
  });
}

function readView(view: FeatureView, decision: Row, rows: readonly Row[] | undefined, door: Door): FeatureRow {
  if (!rows) return Object.fromEntries(Object.keys(view.features).map((name) => [name, null]));
  switch (view.kind) {
    case 'window':
      return readWindows(view, decision, rows, door);
    case 'event':
      return readEvents(view, decision, rows, door === 'as-of');
    case 'latest':
      return readLatest(view, decision, rows, door);
    case 'calendar':
      return readCalendar(view, decision, rows);
  }
}

function readWindows(view: WindowView, decision: Row, rows: readonly Row[], door: Door): FeatureRow {
  const clocks = view.source.clocks;
  const decisionDay = dayOf(decision.decided_at);
  const features: FeatureRow = {};
  const isKnown = (row: Row) => door === 'latest' || timeOf(row[clocks.availableAt!]) <= timeOf(decision.decided_at);
  const eventDay = (row: Row) => dayOf(row[clocks.eventTime!]);
  const within = (days: number) =>
    rows.filter((row) => {
      if (row[view.entity] !== decision[view.entity]) return false;
      return isKnown(row) && eventDay(row) >= decisionDay - days && eventDay(row) < decisionDay;
    });
  for (const [name, aggregate] of Object.entries(view.features)) {
    const { where } = aggregate;
    const chosen = within(aggregate.days).filter((row) => !where || where.oneOf.includes(row[where.column]!));
    features[name] = aggregateRows(aggregate, chosen, eventDay, decision);
  }
  const used = within(Math.max(...Object.values(view.features).map(({ days }) => days)));
  features[`${view.name}_max_available_at`] = greatest(used.map((row) => timeOf(row[clocks.availableAt!])));
  features[`${view.name}_max_event_time`] = greatest(used.map((row) => timeOf(row[clocks.eventTime!])));
  return features;
}

function aggregateRows(
  { op, column, days }: WindowAggregate,
  rows: readonly Row[],
  eventDay: (row: Row) => number,
  decision: Row,
): number | null {
  const values = rows.map((row) => row[column ?? '']).filter((value) => typeof value === 'number');
  const daysObserved =
    decision.observed_since === null
      ? Number.POSITIVE_INFINITY
      : dayOf(decision.decided_at) - dayOf(decision.observed_since);
  const isObserved = daysObserved > 0;
  switch (op) {
    case 'sum':
      return isObserved ? thousandths(values) / 1000 : null;
    case 'meanPerDay':
      return isObserved ? thousandths(values) / 1000 / Math.min(days, daysObserved) : null;
    case 'count':
      return isObserved ? rows.length : null;
    case 'activeDays':
      return isObserved ? new Set(rows.map(eventDay)).size : null;
    case 'max':
      return greatest(values);
    case 'min':
      return values.length > 0 ? Math.min(...values) : null;
    case 'daysSinceLast':
      return rows.length > 0 ? dayOf(decision.decided_at) - Math.max(...rows.map(eventDay)) : null;
  }
}

function readLatest(view: LatestView, decision: Row, rows: readonly Row[], door: Door): FeatureRow {
  const { eventTime, availableAt } = view.source.clocks;
  const tieBreaks = [eventTime!, availableAt!, ...view.source.key];
  let newest: Row | undefined;
  for (const row of rows) {
    if (row[view.entity] !== decision[view.entity]) continue;
    if (door === 'as-of' && timeOf(row[availableAt!]) > timeOf(decision.decided_at)) continue;
    if (!newest || isAfter(row, newest, tieBreaks)) newest = row;
  }
  const features: FeatureRow = {};
  for (const [name, value] of Object.entries(view.features))
    features[name] = newest ? readValue(value, newest, decision) : null;
  features[`${view.name}_max_available_at`] = newest ? timeOf(newest[availableAt!]) : null;
  const event = newest?.[eventTime!] ?? null;
  features[`${view.name}_max_event_time`] = event === null ? null : timeOf(event);
  return features;
}

function readValue({ op, column, order }: LatestValue, row: Row, decision: Row): number | null {
  const value = row[column];
  if (value === null) return null;
  switch (op) {
    case 'latest':
      return Number(value);
    case 'ordinal':
      return order!.includes(value as string) ? order!.indexOf(value as string) : null;
    case 'daysUntil':
      return dayOf(value) - dayOf(decision.decided_at);
    case 'daysSince':
      return dayOf(decision.decided_at) - dayOf(value);
  }
}

function readCalendar(view: CalendarView, decision: Row, rows: readonly Row[]): FeatureRow {
  const means = Object.entries(view.features).map(([name, mean]) => [name, meanOf(view, mean, decision, rows)]);
  return Object.fromEntries(means);
}

function meanOf(
  view: CalendarView,
  { column, from, to }: CalendarMean,
  decision: Row,
  rows: readonly Row[],
): number | null {
  let total = 0;
  for (let day = dayOf(decision.decided_at) + from; day < dayOf(decision.decided_at) + to; day++) {
    const value = rows.find((row) => dayOf(row[view.dateColumn]) === day)?.[column] ?? null;
    if (value === null) return null;
    total += Number(value);
  }
  return total / (to - from);
}

function evaluate(operand: Operand, features: FeatureRow): number | null {
  if (typeof operand === 'string') return features[operand];
  const of = evaluate(operand.of, features);
  if (of === null) return null;
  switch (operand.op) {
    case 'ratio': {
      const to = evaluate(operand.to, features);
      return to === null || to + operand.pseudo === 0 ? null : (of + operand.pseudo) / (to + operand.pseudo);
    }
    case 'product': {
      const by = evaluate(operand.by, features);
      return by === null ? null : of * by;
    }
    case 'difference': {
      const less = evaluate(operand.less, features);
      return less === null ? null : of - less;
    }
    case 'log':
      return of + operand.plus > 0 ? Math.log(of + operand.plus) : null;
    case 'onlyIf': {
      const flag = evaluate(operand.flag, features);
      return flag === null || flag >= operand.atLeast ? of : null;
    }
  }
}

/** By the first column that tells them apart; nothing comes before everything. */
function isAfter(a: Row, b: Row, columns: readonly string[]): boolean {
  const column = columns.find((name) => a[name] !== b[name]);
  if (column === undefined || a[column] === null) return false;
  return b[column] === null || a[column] > b[column];
}

/** Each text is parsed once: the loops ask for the same few instants millions of times. */
function timeOf(cell: Cell): number {
  const known = times.get(cell);
  if (known !== undefined) return known;
  const time = Date.parse(cell as string);
  times.set(cell, time);
  return time;
}

const times = new Map<Cell, number>();

function dayOf(cell: Cell): number {
  return Math.floor(timeOf(cell) / 86_400_000);
}

/** The sources keep three decimal places, so their sums are whole numbers of thousandths. */
function thousandths(values: readonly number[]): number {
  return values.reduce((total, value) => total + Math.round(value * 1000), 0);
}

function greatest(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null;
}
