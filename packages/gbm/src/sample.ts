/**
 * What a tree looks at, packed: the chosen features of the sampled rows. With subsample 0.6 and colsample_bytree 0.5 that is a
 * third of the matrix, and the passes over it run from a nearer cache. A row is known by its place among
 * the packed ones.
 */
import { type BinnedMatrix, paddedBytes } from './binning.ts';
import type { Kernels } from './kernels.ts';

/** All rows, the sample first. The sample decides a tree; the others only fall through it, so that their margins move too. */
export interface SampledRows {
  readonly rows: Uint32Array;
  readonly sampleSize: number;
}

export interface PackedSample {
  /** Row-major bin codes of the chosen features in their order, rowBytes a place, padded with zeros to a multiple of four. */
  readonly codes: Uint8Array;
  readonly rowBytes: number;
  /** (gradient, hessian) interleaved by place. */
  readonly pairs: Float32Array;
  /** The row at a place. */
  readonly rowAt: Uint32Array;
  readonly testCodes: (slot: number) => TestCodes;
}

/** Where a split reads one feature's codes: a place's is codes[first + place * rowBytes]. */
export interface TestCodes {
  readonly codes: Uint8Array;
  readonly rowBytes: number;
  readonly first: number;
}

/** Owns the buffers and reuses them from tree to tree: a sample lasts until the next one is packed. */
export class SamplePacker {
  /** 0, 1, 2 and so on: the places to start from, and the rows where none is left out. */
  readonly everyRow: Uint32Array;
  readonly #binned: BinnedMatrix;
  readonly #kernels: Kernels;
  readonly #codes: Uint8Array;
  readonly #pairs: Float32Array;

  constructor(binned: BinnedMatrix, kernels: Kernels) {
    this.#binned = binned;
    this.#kernels = kernels;
    this.#codes = kernels.allocate(Uint8Array, binned.codes.length);
    this.#pairs = kernels.allocate(Float32Array, 2 * binned.numRow);
    this.everyRow = kernels.allocate(Uint32Array, binned.numRow);
    for (let row = 0; row < binned.numRow; row++) this.everyRow[row] = row;
  }

  /** Packs the rows and ascending features of a tree; all arrays lie in the kernels' memory. */
  pack(gradients: Float32Array, { rows, sampleSize }: SampledRows, features: Int32Array): PackedSample {
    const { codes, rowBytes, cuts, columns, numRow } = this.#binned;
    // Where every row is at the place of its own number, a split reads a column: the rest of a row would fill the cache in vain.
    const inColumn = (slot: number): TestCodes => ({ codes: columns[features[slot]], rowBytes: 1, first: 0 });
    if (sampleSize === numRow && features.length === cuts.length) {
      return { codes, rowBytes, pairs: gradients, rowAt: this.everyRow, testCodes: inColumn }; // nothing is left out
    }
    const packedBytes = paddedBytes(features.length);
    this.#kernels.packRows(codes, rowBytes, features, rows, sampleSize, this.#codes, packedBytes);
    this.#kernels.gatherPairs(gradients, rows, sampleSize, this.#pairs);
    const inRow = (first: number): TestCodes => ({ codes: this.#codes, rowBytes: packedBytes, first });
    const testCodes = sampleSize === numRow ? inColumn : inRow;
    return { codes: this.#codes, rowBytes: packedBytes, pairs: this.#pairs, rowAt: rows, testCodes };
  }
}
