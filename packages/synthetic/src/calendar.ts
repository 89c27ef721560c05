/** The weekly clock worlds run on: week w starts on Monday 00:00 UTC, 7 w days after an epoch that is itself a Monday. */

export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 24 * MS_PER_HOUR;
export const MS_PER_WEEK = 7 * MS_PER_DAY;

export interface WeeklyClock {
  /** Start of week 0, milliseconds since 1970 UTC. */
  readonly epoch: number;
  /** Monday 00:00 UTC of week `week`, milliseconds since 1970 UTC. */
  startOf(week: number): number;
  /** Week that contains the instant; negative before the epoch. */
  weekOf(ms: number): number;
}

/** A clock whose week 0 starts on `firstMonday` (an ISO date that must be a Monday). */
export function weeklyClock(firstMonday: string): WeeklyClock {
  const epoch = Date.parse(`${firstMonday}T00:00:00Z`);
  if (Number.isNaN(epoch) || new Date(epoch).getUTCDay() !== 1) {
    throw new RangeError(`first Monday: found ${firstMonday}, expected an ISO date that is a Monday`);
  }
  return {
    epoch,
    startOf: (week) => epoch + week * MS_PER_WEEK,
    weekOf: (ms) => Math.floor((ms - epoch) / MS_PER_WEEK),
  };
}

/** Days since 1970-01-01, the integer DuckDB, Parquet and Arrow store for a DATE. */
export function epochDay(ms: number): number {
  return Math.floor(ms / MS_PER_DAY);
}

/** ISO date (YYYY-MM-DD) of an instant in UTC. */
export function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
