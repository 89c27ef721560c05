/** One reading of a word such as "churn": which rows it calls positive. */
export interface Reading<Name extends string = string> {
  readonly label: Name;
  readonly isPositive: (row: number) => boolean;
}

export interface ComparedReading<Name extends string = string> {
  readonly label: Name;
  readonly baseRate: number;
  /** Shares of its positives for which each test holds. */
  readonly share: (holds: (row: number) => boolean) => number;
  /** Share of its positives that the first reading calls positive as well. */
  readonly agreesWithFirst: number;
}

/**
 * Several readings of one word on the same rows: how often each happens, how far they agree, and of how many positives something was
 * plain to see already. A label that is mostly foregone conclusions gives splendid metrics and a useless list.
 */
export function compareReadings<Name extends string>(
  rows: Uint32Array,
  readings: readonly Reading<Name>[],
): readonly ComparedReading<Name>[] {
  return readings.map(({ label, isPositive }) => {
    const positives = rows.filter(isPositive);
    const share = (holds: (row: number) => boolean) => positives.filter(holds).length / positives.length;
    const baseRate = positives.length / rows.length;
    return { label, baseRate, share, agreesWithFirst: share(readings[0].isPositive) };
  });
}
