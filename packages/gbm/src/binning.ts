/**
 * Training looks at bins, not values: a feature becomes a byte, and a node's histogram has a slot a bin.
 *
 * With cuts c[0] < c[1] < ... a value is in bin b when c[b-1] <= value < c[b]. When a feature has no more distinct values than
 * bins, its cuts are the distinct values after the first, as in XGBoost, and the histogram method is exact. Otherwise each bin
 * takes its share of the weight that is left, so that a heavy value fills one bin and the rest stay fine. (XGBoost
 * approximates equal-weight ranks with a sketch; we can afford the full sort.)
 */
import type { DMatrix } from './matrix.ts';
import { createSortScratch, sortColumn } from './sort-column.ts';

export interface BinnedMatrix {
  readonly numRow: number;
  /** Ascending exclusive upper bounds of each feature's bins; the last is above the maximum. Its length is the code for missing. */
  readonly cuts: readonly Float32Array[];
  /** Row-major bin codes, four features in one 32-bit word, the first in the lowest byte: row r starts at r * wordsPerRow. */
  readonly words: Int32Array;
  readonly wordsPerRow: number;
}

const CODES = 256;

/** Bins every column. Throws on infinite values. */
export function binMatrix({ columns, featureNames, numRow, weight }: DMatrix, maxBin: number): BinnedMatrix {
  const wordsPerRow = Math.ceil(columns.length / 4);
  const words = new Int32Array(numRow * wordsPerRow);
  const scratch = createSortScratch(numRow);
  const cuts = columns.map((column, feature) => {
    const present = sortColumn(column, scratch);
    const sorted = scratch.rows.subarray(0, present);
    checkFinite(column, sorted, featureNames[feature]);
    const hasMissing = present < numRow;
    const cutsOfFeature = chooseCuts(column, sorted, weight, Math.min(maxBin, hasMissing ? CODES - 1 : CODES));
    const place = { words, wordsPerRow, word: feature >>> 2, shift: (feature & 3) * 8 };
    writeCodes(column, sorted, cutsOfFeature, place);
    if (hasMissing) writeMissing(column, cutsOfFeature.length, place);
    return cutsOfFeature;
  });
  return { numRow, cuts, words, wordsPerRow };
}

function checkFinite(column: Float32Array, sorted: Uint32Array, name: string): void {
  for (const row of [sorted[0], sorted[sorted.length - 1]]) {
    if (Math.abs(column[row]) === Infinity) {
      throw new Error(
        `feature ${name}: found ${column[row]} at row ${row}, expected a finite number or NaN for missing; clip it or make it NaN`,
      );
    }
  }
}

function chooseCuts(
  column: Float32Array,
  sorted: Uint32Array,
  weight: Float32Array | undefined,
  maxBin: number,
): Float32Array {
  if (sorted.length === 0) return new Float32Array(0);
  let valuesLeft = countDistinct(column, sorted);
  let weightLeft = 0;
  for (const row of sorted) weightLeft += weight === undefined ? 1 : weight[row];

  const cuts: number[] = [];
  let binWeight = 0;
  for (let i = 0; i < sorted.length; i++) {
    const value = column[sorted[i]];
    if (i > 0 && value !== column[sorted[i - 1]]) {
      valuesLeft--;
      const binsLeft = maxBin - cuts.length;
      const isFull = binsLeft > 1 && binWeight >= weightLeft / binsLeft;
      if (isFull || valuesLeft < binsLeft) {
        cuts.push(value);
        weightLeft -= binWeight;
        binWeight = 0;
      }
    }
    binWeight += weight === undefined ? 1 : weight[sorted[i]];
  }
  const max = column[sorted[sorted.length - 1]];
  cuts.push(max + (Math.abs(max) + 1e-5));
  return Float32Array.from(cuts);
}

function countDistinct(column: Float32Array, sorted: Uint32Array): number {
  let distinct = 1;
  for (let i = 1; i < sorted.length; i++) if (column[sorted[i]] !== column[sorted[i - 1]]) distinct++;
  return distinct;
}

/** Where a feature's byte lies in the words. */
interface Place {
  readonly words: Int32Array;
  readonly wordsPerRow: number;
  readonly word: number;
  readonly shift: number;
}

/** Walks the rows in order of value, so that no search is needed: the bin only ever moves up. */
function writeCodes(column: Float32Array, sorted: Uint32Array, cuts: Float32Array, place: Place): void {
  const { words, wordsPerRow, word, shift } = place;
  let bin = 0;
  for (let i = 0; i < sorted.length; i++) {
    const row = sorted[i];
    while (column[row] >= cuts[bin]) bin++;
    words[row * wordsPerRow + word] |= bin << shift;
  }
}

function writeMissing(column: Float32Array, missingCode: number, place: Place): void {
  const { words, wordsPerRow, word, shift } = place;
  for (let row = 0; row < column.length; row++) {
    if (Number.isNaN(column[row])) words[row * wordsPerRow + word] |= missingCode << shift;
  }
}
