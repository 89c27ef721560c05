/**
 * The vocabulary of a windowed view: what to make of the rows an entity left in the days before a decision.
 *
 * A window of n days is `[day(decided_at) − n, day(decided_at))` on the source's event clock, in UTC days: it ends with
 * the last full day, because half a day's rows are not comparable with a whole day's. A row counts only when it was also
 * available: `available_at <= decided_at`.
 *
 * Aggregates are data, not closures: one definition is compiled to SQL, described in words, and hashed into the
 * fingerprint a model carries. Left out: medians and distinct counts of arbitrary columns, which cannot be merged from
 * partial results. `sum`, `count`, `max` and `min` are words of an event view too, over its own windows.
 */

import type { EventWindow } from './event-aggregates.ts';

export type Literal = string | number | boolean;

/** Restricts an aggregate to rows whose `column` holds one of the values. */
export interface Condition {
  readonly column: string;
  readonly oneOf: readonly Literal[];
}

export interface WindowAggregate {
  readonly op: 'sum' | 'meanPerDay' | 'count' | 'activeDays' | 'max' | 'min' | 'daysSinceLast';
  /** Absent where rows or days are counted. */
  readonly column?: string;
  readonly days: number;
  readonly where?: Condition;
  /** For readers; no part of the fingerprint. */
  readonly about?: string;
}

export interface Window {
  readonly days: number;
  readonly where?: Condition;
  readonly about?: string;
}

export const equals = (column: string, value: Literal): Condition => ({ column, oneOf: [value] });

export const isOneOf = (column: string, values: readonly Literal[]): Condition => ({ column, oneOf: values });

/** Sum of an integer or DECIMAL column, exact in any order; 0 when a window of whole days holds no row. */
export const sum = <W extends Window | EventWindow>(column: string, window: W) =>
  ({ op: 'sum', column, ...window }) as const;

/** Sum divided by the days observed, at most the window: an entity ten days old has ten days to be busy in. */
export const meanPerDay = (column: string, window: Window): WindowAggregate => ({
  op: 'meanPerDay',
  column,
  ...window,
});

/** Rows; 0 when there is none. */
export const count = <W extends Window | EventWindow>(window: W) => ({ op: 'count', ...window }) as const;

/** Distinct event days with at least one row, in a window of at most 64 days; 0 when there is none. */
export const activeDays = (window: Window): WindowAggregate => ({ op: 'activeDays', ...window });

/** Greatest value; missing when the window holds none. */
export const max = <W extends Window | EventWindow>(column: string, window: W) =>
  ({ op: 'max', column, ...window }) as const;

/** Smallest value; missing when the window holds none. */
export const min = <W extends Window | EventWindow>(column: string, window: W) =>
  ({ op: 'min', column, ...window }) as const;

/** Days from the newest event to the decision's day, 1 = yesterday; missing when the window holds none. */
export const daysSinceLast = (window: Window): WindowAggregate => ({ op: 'daysSinceLast', ...window });
