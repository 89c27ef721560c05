import { chooseCuts } from './choose-cuts.ts';
import { sortRows } from './sort-rows.ts';
import { writeCodes } from './write-codes.ts';

/** As many codes as a byte has. */
const CODES = 256;

/**
 * Sorts a column, parts it into at most `maxBin` bins (one less where values are missing: their code follows the bins') and
 * writes its codes. Returns how many rows have a value. `firsts` receives where each bin but the first begins in `sorted`, and
 * in its last place, the 256th, how many those are. The other arguments are those of `sortRows` and `chooseCuts`.
 */
export function binColumn(
  column: Float32Array,
  sorted: Uint32Array,
  spare: Uint32Array,
  weights: Float32Array,
  maxBin: number,
  firsts: Uint32Array,
  codes: Uint8Array,
): number {
  const present = sortRows(column, sorted, spare);
  const hasMissing = present < column.length;
  firsts[CODES - 1] = 0;
  if (present === 0) return 0; // every code is 0
  const numFirst = chooseCuts(sorted, present, weights, Math.min(maxBin, hasMissing ? CODES - 1 : CODES), firsts);
  if (hasMissing) codes.fill(numFirst + 1);
  writeCodes(sorted, present, firsts, numFirst, codes);
  firsts[CODES - 1] = numFirst;
  return present;
}
