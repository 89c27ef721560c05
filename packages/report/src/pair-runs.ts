import { isDeepStrictEqual } from 'node:util';
import { type Interval, intervalOf, pairedDifference } from '@applied-modeling/evaluation';

/** What two runs are compared by. */
export type RunOnRows = {
  readonly fingerprints: { readonly data: string | null };
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly rows: { readonly test: number };
  /** The compared figure on every resample of the test rows; clusters are drawn by the seed alone. */
  readonly resamples?: readonly number[];
};

/** The later run − the earlier one: paired where both were judged on the same rows, and so share the luck of the sample. */
export type RunDifference =
  | ({ readonly isPaired: true } & Interval)
  /** `why` is null where a run kept no resamples. */
  | { readonly isPaired: false; readonly estimate: number; readonly why: string | null };

export function pairRuns(before: RunOnRows, now: RunOnRows, figure: string): RunDifference {
  const [last, first] = [now, before].map(({ metrics, resamples = [] }) => ({
    estimate: Number(metrics[figure]),
    replicates: Float64Array.from(resamples),
  }));
  const unpaired = (why: string | null) =>
    ({ isPaired: false, estimate: last.estimate - first.estimate, why }) as const;
  const rowsOf = ({ fingerprints, rows, metrics }: RunOnRows) => [fingerprints.data, rows.test, metrics.base_rate];
  if (!isDeepStrictEqual(rowsOf(before), rowsOf(now))) return unpaired('on other test rows');
  if (last.replicates.length !== first.replicates.length || last.replicates.length < 2) return unpaired(null);
  return { isPaired: true, ...intervalOf(pairedDifference(last, first)) };
}
