import type { Kernels } from './kernels.ts';

/** begin..end, without the end. */
export type Part = readonly [begin: number, end: number];

/** Rows that are worth another thread, and a histogram of its own, which has to come from one core to the other. */
const LEAST_ROWS = 4096;

/** Whole cache lines of anything, so that no two threads write to one. */
const UNIT = 64;

/** Parts of the rows begin..end to work on side by side, one a thread, and fewer where they are few. */
export function partsOf({ threads }: Pick<Kernels, 'threads'>, begin: number, end: number): Part[] {
  const most = Math.max(1, Math.min(threads, Math.floor((end - begin) / LEAST_ROWS)));
  const length = UNIT * Math.ceil((end - begin) / most / UNIT);
  return Array.from({ length: most }, (_, at) => [begin + at * length, Math.min(end, begin + (at + 1) * length)]);
}
