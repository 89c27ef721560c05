/**
 * A feature view: some features of one entity from one source. Views are plain data and are checked when they are
 * defined, against the contract of their source, so that a mistyped column never reaches a query.
 *
 * There are four kinds, by what time does to a source:
 *
 * - `featureView`: events; each decision aggregates the whole days before it.
 * - `eventView`: events; each decision, at an instant of its own, aggregates the rows known by then.
 * - `latestView`: states; each decision reads the newest row known by then.
 * - `calendarView`: facts about days, published in advance.
 */

import { contractColumn, type TableContract } from '@applied-modeling/lakehouse';
import type { CalendarMean } from './calendar-mean.ts';
import type { EventAggregate } from './event-aggregates.ts';
import type { LatestValue } from './latest-values.ts';
import type { WindowAggregate } from './window-aggregates.ts';

interface ViewOf<Kind extends string, Feature> {
  readonly kind: Kind;
  /** Prefix of the view's common table expressions and audit columns. */
  readonly name: string;
  readonly source: TableContract;
  readonly features: Readonly<Record<string, Feature>>;
}

interface EntityClock {
  /** The column that names the entity, in the source and in the spine alike. */
  readonly entity: string;
  /** How old the newest row may be before the source counts as late; declared for monitors and for readers. */
  readonly freshnessHours: number;
}

export interface WindowView extends ViewOf<'window', WindowAggregate>, EntityClock {}
export interface EventView extends ViewOf<'event', EventAggregate>, Omit<EntityClock, 'entity'> {
  /** The columns that together name the entity, in the source and in the spine alike. */
  readonly entity: readonly string[];
}
export interface LatestView extends ViewOf<'latest', LatestValue>, EntityClock {}
export interface CalendarView extends ViewOf<'calendar', CalendarMean> {
  /** The key of the source: one row a day. */
  readonly dateColumn: string;
}
export type FeatureView = WindowView | EventView | LatestView | CalendarView;

/** A view over events. Throws a `TypeError` when it contradicts the contract of its source. */
export function featureView(declaration: Omit<WindowView, 'kind'>): WindowView {
  const view: WindowView = { kind: 'window', ...declaration };
  const { eventTime, availableAt } = view.source.clocks;
  checkNames(view);
  contractColumn(view.source, view.entity);
  if (!eventTime) refuse(view, `${view.source.name} has no event clock; declare clocks.eventTime in its contract`);
  if (!availableAt && view.source.history !== 'scd1')
    refuse(view, `${view.source.name} has no availability clock; declare clocks.availableAt in its contract`);
  for (const [name, aggregate] of Object.entries(view.features)) checkAggregate(view, name, aggregate);
  return view;
}

/** A view over rows as they become known. Throws a `TypeError` when it contradicts the contract of its source. */
export function eventView(
  declaration: Omit<EventView, 'kind' | 'entity'> & { readonly entity: string | readonly string[] },
): EventView {
  const view: EventView = { ...declaration, kind: 'event', entity: [declaration.entity].flat() };
  checkNames(view);
  for (const name of view.entity) contractColumn(view.source, name);
  if (view.entity.length === 0) refuse(view, 'names no entity; name the columns its rows are about');
  if (!view.source.clocks.availableAt)
    refuse(view, `${view.source.name} has no availability clock; declare clocks.availableAt in its contract`);
  for (const [name, aggregate] of Object.entries(view.features)) {
    const { op, q = 0.5, rows, hours, days } = aggregate;
    if (TAKEN.includes(name)) refuse(view, `${name} is a column of the compiled script; choose another name`);
    const windows = [rows, hours, days].filter((size) => size !== undefined);
    if (windows.length !== 1 || !(windows[0] > 0) || !Number.isInteger(rows ?? 1))
      refuse(view, `${name} looks back over ${windows.join(' and ') || 'nothing'}; expected rows, hours or days, > 0`);
    if (!(q >= 0 && q <= 1)) refuse(view, `${name} asks for the quantile ${q}; expected 0 to 1`);
    if (op === 'hoursSinceLast' && !view.source.clocks.eventTime)
      refuse(view, `${name} counts from an event; declare clocks.eventTime in the contract of ${view.source.name}`);
    checkColumns(view, name, aggregate);
  }
  return view;
}

const TAKEN = [
  'decision',
  'back_us',
  'at_us',
  'known_us',
  'newest_available_us',
  'newest_event_us',
  'max_available_at',
  'max_event_time',
];

/** A view over states. Throws a `TypeError` when it contradicts the contract of its source. */
export function latestView(declaration: Omit<LatestView, 'kind'>): LatestView {
  const view: LatestView = { kind: 'latest', ...declaration };
  checkNames(view);
  contractColumn(view.source, view.entity);
  for (const [name, { op, column, order }] of Object.entries(view.features)) {
    const { sqlType } = contractColumn(view.source, column);
    if (op === 'latest' && !isNumeric(sqlType) && sqlType !== 'BOOLEAN')
      refuse(view, `${name} reads ${column}, a ${sqlType}; latest reads numbers, ordinal text and daysUntil days`);
    if (op === 'ordinal' && (sqlType !== 'VARCHAR' || !order?.length || new Set(order).size < order.length))
      refuse(view, `${name} ranks ${column}, a ${sqlType}; ordinal needs a text column and distinct texts in order`);
    if ((op === 'daysUntil' || op === 'daysSince') && !isTime(sqlType))
      refuse(view, `${name} counts days of ${column}, a ${sqlType}; expected a date() or timestamp()`);
  }
  return view;
}

/** A view over a calendar. Throws a `TypeError` when it contradicts the contract of its source. */
export function calendarView(declaration: Omit<CalendarView, 'kind'>): CalendarView {
  const view: CalendarView = { kind: 'calendar', ...declaration };
  checkNames(view);
  const { sqlType } = contractColumn(view.source, view.dateColumn);
  if (sqlType !== 'DATE' || view.source.key.join() !== view.dateColumn)
    refuse(view, `the key of ${view.source.name} is ${view.source.key.join(', ')}; expected one date() column`);
  for (const [name, { column, from, to }] of Object.entries(view.features)) {
    if (!isNumeric(contractColumn(view.source, column).sqlType))
      refuse(view, `${name} averages ${column}, not a number`);
    if (!(Number.isInteger(from) && Number.isInteger(to) && from < to))
      refuse(view, `${name} spans days ${from} to ${to}; expected whole numbers, from < to`);
  }
  return view;
}

/** Lower-case letters, digits and underscores: names become columns of SQL, Arrow and models. */
export const FEATURE_NAME = /^[a-z][a-z0-9_]*$/;

/** A mask of 64 bits tells the days of a window apart by their number modulo 64, so no window may be longer. */
export const LONGEST_ACTIVE_DAYS = 64;

function checkNames(view: FeatureView): void {
  for (const name of [view.name, ...Object.keys(view.features)]) {
    if (!FEATURE_NAME.test(name)) refuse(view, `'${name}' is no feature name; use a-z, 0-9 and _`);
  }
}

function checkAggregate(view: WindowView, name: string, aggregate: WindowAggregate): void {
  const { op, days } = aggregate;
  if (!(Number.isInteger(days) && days > 0))
    refuse(view, `${name} looks back ${days} days; expected a whole number > 0`);
  if (op === 'activeDays' && days > LONGEST_ACTIVE_DAYS)
    refuse(view, `${name} counts active days of ${days}; at most ${LONGEST_ACTIVE_DAYS} can be told apart`);
  checkColumns(view, name, aggregate);
}

/** The columns an aggregate reads: numbers, exact ones where they are added, and a condition that can hold. */
function checkColumns(view: WindowView | EventView, name: string, aggregate: WindowAggregate | EventAggregate): void {
  const { op, column, where } = aggregate;
  if (where) {
    contractColumn(view.source, where.column);
    if (where.oneOf.length === 0) refuse(view, `${name} asks for ${where.column} to be one of no values`);
  }
  if (column === undefined) return;
  const { sqlType } = contractColumn(view.source, column);
  if (!isNumeric(sqlType) && !(op === 'lastValue' && sqlType === 'BOOLEAN'))
    refuse(view, `${name} aggregates ${column}, a ${sqlType}; expected a number`);
  if (ADDING.includes(op) && (sqlType === 'DOUBLE' || sqlType === 'FLOAT'))
    refuse(
      view,
      `${name} sums ${column}, a ${sqlType}, whose sum depends on the order of the rows; store it as decimal()`,
    );
}

const ADDING: readonly string[] = ['sum', 'meanPerDay', 'meanPerRow'];

function isNumeric(sqlType: string): boolean {
  return /^(TINYINT|SMALLINT|INTEGER|BIGINT|FLOAT|DOUBLE|DECIMAL.*)$/.test(sqlType);
}

function isTime(sqlType: string): boolean {
  return sqlType === 'DATE' || sqlType === 'TIMESTAMPTZ';
}

function refuse(view: FeatureView, reason: string): never {
  throw new TypeError(`feature view ${view.name}: ${reason}`);
}
