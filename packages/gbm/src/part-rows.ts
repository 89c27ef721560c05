import type { Kernels } from './kernels.ts';
import { partsOf } from './parts.ts';

/** What `splitRows` tests: codes, rowBytes, first, bin and missingToLeft. */
export type RowTest = readonly [codes: Uint8Array, rowBytes: number, first: number, bin: number, missingToLeft: number];

/**
 * `partitionRows` on several threads. Each splits some of the rows, in place and into its own share of `scratch`; then the left
 * ones move together, and the right ones back behind them. As stable as by one thread, so that the rows end in the same order.
 */
export function partRows(
  rows: Uint32Array,
  begin: number,
  end: number,
  test: RowTest,
  scratch: Uint32Array,
  kernels: Kernels,
): number {
  const parts = partsOf(kernels, begin, end);
  if (parts.length === 1) return kernels.partitionRows(rows, begin, end, ...test, scratch);
  const shares = parts.map(([from, to]) => scratch.subarray(from - begin, to - begin));
  const middles = kernels.sideBySide(
    'splitRows',
    parts.map((part, at) => [rows, ...part, ...test, shares[at]]),
  );
  let left = begin;
  parts.forEach(([from], at) => {
    const size = middles[at] - from;
    if (from !== left) kernels.copyRows(rows.subarray(left, left + size), rows.subarray(from, middles[at]));
    left += size;
  });
  let right = left;
  kernels.sideBySide(
    'copyRows',
    parts.map(([, to], at) => {
      const size = to - middles[at];
      right += size;
      return [rows.subarray(right - size, right), shares[at].subarray(0, size)];
    }),
  );
  return left;
}
