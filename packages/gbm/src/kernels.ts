/**
 * The hot loops, and the memory they work on. Each exists twice: in plain TypeScript under `kernels/`, to be read, and in
 * AssemblyScript under `assembly/`, compiled to WebAssembly SIMD, to be run. The twins take the same arguments and agree to
 * the last bit; a platform without WebAssembly runs the plain ones.
 *
 * Compiled code reaches one memory only: every array a kernel touches comes from `allocate` of the same `Kernels`.
 */
import { compiledKernels } from './compiled-kernels.ts';
import { addContributions } from './kernels/add-contributions.ts';
import { addHistogram } from './kernels/add-histogram.ts';
import { addLeaf } from './kernels/add-leaf.ts';
import { addLeaves } from './kernels/add-leaves.ts';
import { addTree } from './kernels/add-tree.ts';
import { addTrees } from './kernels/add-trees.ts';
import { answerQuestions } from './kernels/answer-questions.ts';
import { binColumn } from './kernels/bin-column.ts';
import { buildHistogram } from './kernels/build-histogram.ts';
import { chooseCuts } from './kernels/choose-cuts.ts';
import { copyRows } from './kernels/copy-rows.ts';
import { findSplit } from './kernels/find-split.ts';
import { gatherPairs } from './kernels/gather-pairs.ts';
import { interleaveColumns } from './kernels/interleave-columns.ts';
import { logisticGradients } from './kernels/logistic-gradients.ts';
import { packRows } from './kernels/pack-rows.ts';
import { partitionRows } from './kernels/partition-rows.ts';
import { pushPairs } from './kernels/push-pairs.ts';
import { roundToMultiples } from './kernels/round-to-multiples.ts';
import { sigmoids } from './kernels/sigmoids.ts';
import { sortRows } from './kernels/sort-rows.ts';
import { splitRows } from './kernels/split-rows.ts';
import { subtractHistogram } from './kernels/subtract-histogram.ts';
import { sumMagnitudes } from './kernels/sum-magnitudes.ts';
import { writeCodes } from './kernels/write-codes.ts';

const LOOPS = {
  addContributions,
  addHistogram,
  addLeaf,
  addLeaves,
  addTree,
  addTrees,
  answerQuestions,
  binColumn,
  buildHistogram,
  chooseCuts,
  copyRows,
  findSplit,
  gatherPairs,
  interleaveColumns,
  logisticGradients,
  packRows,
  partitionRows,
  pushPairs,
  roundToMultiples,
  sigmoids,
  sortRows,
  splitRows,
  subtractHistogram,
  sumMagnitudes,
  writeCodes,
};

export type Loops = typeof LOOPS;

export type LoopName = keyof Loops;

export interface Kernels extends Loops {
  /** A zeroed typed array, freed together with the kernels. */
  readonly allocate: <A>(type: ArrayType<A>, length: number) => A;
  /** A typed array that holds anything, and lasts until the next `allocate`. */
  readonly lend: <A>(type: ArrayType<A>, length: number) => A;
  /** How many calls can run at once. */
  readonly threads: number;
  /** The results of several calls of one loop, which write to different places. */
  readonly sideBySide: <N extends LoopName>(
    name: N,
    calls: readonly Readonly<Parameters<Loops[N]>>[],
  ) => readonly ReturnType<Loops[N]>[];
  /** Lets the other threads end. */
  readonly dismiss: () => void;
}

export interface ArrayType<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

/** The compiled kernels, on as many threads, or the plain ones where there is no WebAssembly, as under `node --jitless`. */
export function createKernels(threads = 1): Kernels {
  return 'WebAssembly' in globalThis ? compiledKernels(threads) : plainKernels();
}

export function plainKernels(): Kernels {
  const allocate: Kernels['allocate'] = (type, length) =>
    new type(new ArrayBuffer(length * type.BYTES_PER_ELEMENT), 0, length);
  const sideBySide: Kernels['sideBySide'] = (name, calls) =>
    calls.map((call) => (LOOPS[name] as (...args: unknown[]) => never)(...call));
  return { ...LOOPS, allocate, lend: allocate, threads: 1, sideBySide, dismiss: () => undefined };
}

/** A copy of an array where the kernels reach it. */
export function place<A extends Int32Array | Uint32Array | Uint8Array | Float32Array | Float64Array>(
  { allocate }: Kernels,
  values: A,
): A {
  const placed = allocate(values.constructor as ArrayType<A>, values.length);
  placed.set(values);
  return placed;
}
