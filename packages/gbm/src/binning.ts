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

/** From one column's codes to the next is a multiple of a cache line. */
const LINE_BYTES = 64;

/** Bins every column into the kernels' memory. */
export function binMatrix({ columns, numRow, weight }: BinnedRows, maxBin: number, kernels: Kernels): BinnedMatrix {
  const numFeature = columns.length;
  const rowBytes = paddedBytes(numFeature);
  const columnBytes = Math.ceil(numRow / LINE_BYTES) * LINE_BYTES;
  const allColumns = kernels.allocate(Uint8Array, numFeature * columnBytes);
  const coded = columns.map((_, at) => allColumns.subarray(at * columnBytes, at * columnBytes + numRow));
  const codes = kernels.allocate(Uint8Array, numRow * rowBytes);
  const cutsAndFloors = chooseAllCuts(columns, weight, maxBin, coded, kernels);
  kernels.interleaveColumns(allColumns, columnBytes, numFeature, codes, rowBytes);
  const cuts = cutsAndFloors.map((feature) => feature.cuts);
  const floors = Float32Array.from(cutsAndFloors, ({ floor }) => floor);
  return { numRow, cuts, floors, columns: coded, codes, rowBytes };
}

interface CutsAndFloor {
  readonly cuts: Float32Array;
  readonly floor: number;
}

/** Bins as many columns side by side as there are threads, each thread in buffers of its own. */
function chooseAllCuts(
  columns: readonly Float32Array[],
  weight: Float32Array | undefined,
  maxBin: number,
  coded: readonly Uint8Array[],
  { lend, threads, sideBySide }: Kernels,
): CutsAndFloor[] {
  const numRow = columns[0].length;
  const weights = lend(Float32Array, weight?.length ?? 0); // none where each row weighs 1
  if (weight !== undefined) weights.set(weight);
  const buffers = Array.from({ length: threads }, () => ({
    values: lend(Float32Array, numRow),
    sorted: lend(Uint32Array, 2 * numRow),
    spare: lend(Uint32Array, 2 * numRow),
    firsts: lend(Uint32Array, CODES),
  }));
  const chosen: CutsAndFloor[] = [];
  while (chosen.length < columns.length) {
    const begun = chosen.length;
    const calls = buffers.slice(0, columns.length - begun).map(({ values, sorted, spare, firsts }, at) => {
      values.set(columns[begun + at]);
      return [values, sorted, spare, weights, maxBin, firsts, coded[begun + at]] as const;
    });
    const presents = sideBySide('binColumn', calls);
    chosen.push(...presents.map((present, at) => cutsOf(columns[begun + at], present, buffers[at])));
  }
  return chosen;
}

function cutsOf(
  column: Float32Array,
  present: number,
  { sorted, firsts }: { readonly sorted: Uint32Array; readonly firsts: Uint32Array },
): CutsAndFloor {
  if (present === 0) return { cuts: new Float32Array(0), floor: Number.NaN };
  const numFirst = firsts[CODES - 1];
  const cuts = new Float32Array(numFirst + 1);
  for (let bin = 0; bin < numFirst; bin++) cuts[bin] = column[sorted[2 * firsts[bin]]];
  const max = column[sorted[2 * (present - 1)]];
  cuts[numFirst] = max + (Math.abs(max) + 1e-5);
  return { cuts, floor: floorOf(column[sorted[0]]) };
}

/** Below the minimum, as XGBoost draws it in float32. */
function floorOf(min: number): number {
  return Math.fround(Math.fround(min - Math.abs(min)) - Math.fround(1e-5));
}

/** The bytes of a row of so many codes, padded so that a histogram takes four at once. */
export function paddedBytes(numFeature: number): number {
  return 4 * Math.ceil(numFeature / 4);
}
