import type { Kernels } from './kernels.ts';

/** begin..end, without the end. */
export type Part = readonly [begin: number, end: number];

/** Rows that are worth another thread, where little is done with each: ten microseconds of work or so. */
const LEAST_ROWS = 4096;

/** Whole cache lines of anything, so that no two threads write to one. */
const UNIT = 64;

/** Parts of the rows begin..end to work on side by side, one a thread, and fewer where they are few. */
export function partsOf(
  { threads }: Pick<Kernels, 'threads'>,
  begin: number,
  end: number,
  leastRows = LEAST_ROWS,
): Part[] {
  const most = Math.max(1, Math.min(threads, Math.floor((end - begin) / leastRows)));
  const length = UNIT * Math.ceil((end - begin) / most / UNIT);
  return Array.from({ length: most }, (_, at) => [begin + at * length, Math.min(end, begin + (at + 1) * length)]);
}
