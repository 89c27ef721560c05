/**
 * Training looks at bins, not values: a feature becomes a byte, and a node's histogram has a slot a bin.
 *
 * With cuts c[0] < c[1] < ... a value is in bin b when c[b-1] <= value < c[b]. When a feature has no more distinct values than
 * bins, its cuts are the distinct values after the first, as in XGBoost, and the histogram method is exact. Otherwise each bin
 * takes its share of the weight that is left, so that a heavy value fills one bin and the rest stay fine. (XGBoost
 * approximates equal-weight ranks with a sketch; we can afford the full sort.)
 */
import type { Kernels } from './kernels.ts';
import type { DMatrix } from './matrix.ts';
import { createSortScratch, sortColumn, sortKey } from './sort-column.ts';

export interface BinnedMatrix {
  readonly numRow: number;
  /** Ascending exclusive upper bounds of each feature's bins; the last is above the maximum. Its length is the code for missing. */
  readonly cuts: readonly Float32Array[];
  /** A bound below each feature's minimum, or NaN where every value is missing. */
  readonly floors: Float32Array;
  /** Bin codes by column, for parting rows on one feature. */
  readonly columns: readonly Uint8Array[];
  /** The same codes row by row, for histograms: one byte a feature, `rowBytes` a row. */
  readonly codes: Uint8Array;
  readonly rowBytes: number;
}

interface BinnedRows extends Pick<DMatrix, 'columns' | 'numRow'> {
  /** One a row. */
  readonly weight?: Float32Array | undefined;
}

const CODES = 256;

/** Bins every column into the kernels' memory. */
export function binMatrix(
  { columns, numRow, weight }: BinnedRows,
  maxBin: number,
  { allocate }: Kernels,
): BinnedMatrix {
  const coded = columns.map(() => allocate(Uint8Array, numRow));
  const scratch = createSortScratch(numRow);
  const floors = new Float32Array(columns.length).fill(Number.NaN);
  const cuts = columns.map((column, feature) => {
    const present = sortColumn(column, scratch);
    const sorted = { rows: scratch.rows.subarray(0, present), keys: scratch.keys.subarray(0, present) };
    const hasMissing = present < numRow;
    if (present > 0) floors[feature] = floorOf(column[sorted.rows[0]]);
    const cutsOfFeature = chooseCuts(column, sorted, weight, Math.min(maxBin, hasMissing ? CODES - 1 : CODES));
    coded[feature].fill(cutsOfFeature.length); // the code for missing
    writeCodes(sorted, cutsOfFeature, coded[feature]);
    return cutsOfFeature;
  });
  const rowBytes = paddedBytes(columns.length);
  const codes = allocate(Uint8Array, numRow * rowBytes);
  interleave(coded, codes, rowBytes);
  return { numRow, cuts, floors, columns: coded, codes, rowBytes };
}

/** Below the minimum, as XGBoost draws it in float32. */
function floorOf(min: number): number {
  return Math.fround(Math.fround(min - Math.abs(min)) - Math.fround(1e-5));
}

/** The bytes of a row of so many codes, padded so that a histogram takes four at once. */
export function paddedBytes(numFeature: number): number {
  return 4 * Math.ceil(numFeature / 4);
}

/** The rows that have a value, by ascending value, and keys in the order of their values. */
interface SortedRows {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
}

function chooseCuts(
  column: Float32Array,
  { rows, keys }: SortedRows,
  weight: Float32Array | undefined,
  maxBin: number,
): Float32Array {
  if (rows.length === 0) return new Float32Array(0);
  const weights = weight === undefined ? new Float32Array(rows.length).fill(1) : gather(weight, rows);
  let valuesLeft = countDistinct(keys);
  let weightLeft = 0;
  for (let i = 0; i < weights.length; i++) weightLeft += weights[i];

  const cuts: number[] = [];
  let binWeight = 0;
  for (let i = 0; i < rows.length; i++) {
    if (i > 0 && keys[i] !== keys[i - 1]) {
      valuesLeft--;
      const binsLeft = maxBin - cuts.length;
      const isFull = binsLeft > 1 && binWeight >= weightLeft / binsLeft;
      if (isFull || valuesLeft < binsLeft) {
        cuts.push(column[rows[i]]);
        weightLeft -= binWeight;
        binWeight = 0;
      }
    }
    binWeight += weights[i];
  }
  const max = column[rows[rows.length - 1]];
  cuts.push(max + (Math.abs(max) + 1e-5));
  return Float32Array.from(cuts);
}

function gather(values: Float32Array, rows: Uint32Array): Float32Array {
  const gathered = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i]];
  return gathered;
}

function countDistinct(keys: Uint32Array): number {
  let distinct = 1;
  for (let i = 1; i < keys.length; i++) if (keys[i] !== keys[i - 1]) distinct++;
  return distinct;
}

/** Walks the rows in order of value, so that no search is needed: the bin only ever moves up. */
function writeCodes({ rows, keys }: SortedRows, cuts: Float32Array, codes: Uint8Array): void {
  const cutKeys = Uint32Array.from(new Int32Array(cuts.buffer), sortKey);
  let bin = 0;
  for (let i = 0; i < rows.length; i++) {
    while (keys[i] >= cutKeys[bin]) bin++;
    codes[rows[i]] = bin;
  }
}

/** Rows turned at once: their bytes stay in the first-level cache while one column after the other fills them. */
const BLOCK_ROWS = 256;

function interleave(columns: readonly Uint8Array[], codes: Uint8Array, rowBytes: number): void {
  const numRow = codes.length / rowBytes;
  for (let begin = 0; begin < numRow; begin += BLOCK_ROWS) {
    const end = Math.min(numRow, begin + BLOCK_ROWS);
    for (let feature = 0; feature < columns.length; feature++) {
      const column = columns[feature];
      for (let row = begin; row < end; row++) codes[row * rowBytes + feature] = column[row];
    }
  }
}
