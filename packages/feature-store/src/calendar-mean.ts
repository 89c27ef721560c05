/**
 * The vocabulary of a calendar view: facts about days that are published in advance (holidays, seasonal factors), so that
 * a decision may read future days as well as past ones.
 */

export interface CalendarMean {
  readonly op: 'mean';
  readonly column: string;
  /** First day of the window, relative to the decision's day. */
  readonly from: number;
  /** First day after the window, relative to the decision's day. */
  readonly to: number;
  /** For readers; no part of the fingerprint. */
  readonly about?: string;
}

/**
 * Mean over the days `[day(decided_at) + from, day(decided_at) + to)`: `{ from: -28, to: 0 }` is the past four weeks.
 * Missing unless the calendar holds every day of the window.
 */
export const mean = (
  column: string,
  window: { readonly from: number; readonly to: number; readonly about?: string },
): CalendarMean => ({ op: 'mean', column, ...window });
