/**
 * The vocabulary of an event view: what to make of the rows known about an entity, for a decision at any instant t.
 *
 * One clock counts, `available_at`: when a row became known. A decision at t sees
 *
 *     rows known by then      available_at <= t, a row that lands at t itself included
 *     newest versions only    a table whose key holds its available_at keeps versions: rows that agree in the rest of the
 *                             key. A version counts from its available_at until that of the next one, which takes over
 *                             with whatever it says, another entity or none included.
 *     in one order            by (available_at, event time, key); no event time comes first
 *
 * and a window takes the newest of these that meet `where`: those of a time, `(t − w, t]` on available_at, or the last n.
 * So a correction is news, and stands where news stands; what it corrects is gone.
 *
 * Why not event time: a window `[t − 1 h, t)` of events whose rows land within the hour is never full, and how full
 * depends on the feed rather than on the entity. A window of landings always is. Its price: a backfill looks like a
 * burst.
 *
 * No history is missing, not 0: only `count` is 0. A NULL, or a NaN, is no value: it has a place among the last n rows,
 * and `count` counts its row, but sums, means, quantiles and extremes pass over it. An entity that is NULL in any of its
 * columns has no history. Sums are exact, over integers and decimals only, and quantiles are made of values in order, so
 * that every result is the same at any number of threads.
 */

import type { Condition } from './window-aggregates.ts';

/** The last `rows`, or what became known in the last `hours` or `days`, of 24 hours each. */
export type EventWindow = ({ readonly rows: number } | { readonly hours: number } | { readonly days: number }) & {
  readonly where?: Condition;
  /** For readers; no part of the fingerprint. */
  readonly about?: string;
};

export interface EventAggregate {
  readonly op: 'sum' | 'count' | 'max' | 'min' | 'meanPerRow' | 'quantile' | 'lastValue' | 'hoursSinceLast';
  /** Absent where rows are counted or clocks are read. */
  readonly column?: string;
  /** `quantile` only. */
  readonly q?: number;
  /** One of these three is the window. */
  readonly rows?: number;
  readonly hours?: number;
  readonly days?: number;
  readonly where?: Condition;
  readonly about?: string;
}

/** Sum of an integer or DECIMAL column, exact in any order, divided in float64 by the rows that hold a value. */
export const meanPerRow = (column: string, window: EventWindow): EventAggregate => ({
  op: 'meanPerRow',
  column,
  ...window,
});

/** The value at q of the way from the smallest to the greatest, between two by straight line: numpy's `linear`, type 7. */
export const quantile = (column: string, q: number, window: EventWindow): EventAggregate => ({
  op: 'quantile',
  column,
  q,
  ...window,
});

/** The quantile at one half. */
export const median = (column: string, window: EventWindow): EventAggregate => quantile(column, 0.5, window);

/** The number or flag in the newest row, missing when that row holds none. */
export const lastValue = (
  column: string,
  remarks: { readonly where?: Condition; readonly about?: string } = {},
): EventAggregate => ({ op: 'lastValue', column, rows: 1, ...remarks });

/** Hours, with their fraction, from the newest event time in the window to the decision; negative for one announced. */
export const hoursSinceLast = (window: EventWindow): EventAggregate => ({ op: 'hoursSinceLast', ...window });

/** A window of time in microseconds; `undefined` for a window of rows. */
export function windowMicros({ hours = 0, days = 0, rows }: EventAggregate): number | undefined {
  return rows === undefined ? Math.round((days * 24 + hours) * HOUR_MICROS) : undefined;
}

export const HOUR_MICROS = 3_600_000_000;
