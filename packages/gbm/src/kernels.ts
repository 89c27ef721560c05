/**
 * The hot loops, and the memory they work on. Each exists twice: in plain TypeScript under `kernels/`, to be read, and in
 * AssemblyScript under `assembly/`, compiled to WebAssembly SIMD, to be run. The twins take the same arguments and agree to
 * the last bit; a platform without WebAssembly runs the plain ones.
 *
 * Compiled code reaches one memory only: every array a kernel touches comes from `allocate` of the same `Kernels`.
 */
import { readFileSync } from 'node:fs';
import { addLeaf } from './kernels/add-leaf.ts';
import { addTree } from './kernels/add-tree.ts';
import { buildHistogram } from './kernels/build-histogram.ts';
import { gatherPairs } from './kernels/gather-pairs.ts';
import { logisticGradients } from './kernels/logistic-gradients.ts';
import { packRows } from './kernels/pack-rows.ts';
import { partitionRows } from './kernels/partition-rows.ts';
import { roundToMultiples } from './kernels/round-to-multiples.ts';
import { sigmoids } from './kernels/sigmoids.ts';
import { subtractHistogram } from './kernels/subtract-histogram.ts';
import { sumMagnitudes } from './kernels/sum-magnitudes.ts';

const LOOPS = {
  addLeaf,
  addTree,
  buildHistogram,
  gatherPairs,
  logisticGradients,
  packRows,
  partitionRows,
  roundToMultiples,
  sigmoids,
  subtractHistogram,
  sumMagnitudes,
};

export type Loops = typeof LOOPS;

export interface Kernels extends Loops {
  /** A zeroed typed array, freed together with the kernels. */
  readonly allocate: <A>(type: ArrayType<A>, length: number) => A;
}

export interface ArrayType<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

export function createKernels(): Kernels {
  return WASM === undefined ? plainKernels() : compiledKernels(WASM);
}

export function plainKernels(): Kernels {
  return {
    ...LOOPS,
    allocate: (type, length) => new type(new ArrayBuffer(length * type.BYTES_PER_ELEMENT), 0, length),
  };
}

/** The part of the WebAssembly API in use; Node's types leave it out, and `node --jitless` has none of it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: SharedMemory } },
  ) => { readonly exports: Record<keyof Loops, Compiled> };
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
}

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  readonly grow: (pages: number) => number;
}

const WASM = (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;
const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536; // all that 32-bit addresses reach
const LINE_BYTES = 64; // an array begins on a cache line of its own

let compiled: object | undefined;

/** Shared memory, not because threads share it, but because arrays in it stay valid when it grows. */
export function compiledKernels(api: WebAssemblyApi = WASM as WebAssemblyApi): Kernels {
  compiled ??= new api.Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url)));
  const memory = new api.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const { exports } = new api.Instance(compiled, { env: { memory } });
  let end = LINE_BYTES;
  const allocate: Kernels['allocate'] = (type, length) => {
    const begin = end;
    end = Math.ceil((begin + length * type.BYTES_PER_ELEMENT) / LINE_BYTES) * LINE_BYTES;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return new type(memory.buffer, begin, length);
  };
  const names = Object.keys(LOOPS) as (keyof Loops)[];
  const loops = Object.fromEntries(names.map((name) => [name, byAddress(exports[name])]));
  return { ...(loops as unknown as Loops), allocate };
}

type Compiled = (...numbers: number[]) => number;

/** A compiled loop that takes its plain twin's arguments: an array becomes its address and its length. */
function byAddress(loop: Compiled): (...args: (number | { byteOffset: number; length: number })[]) => number {
  return (...args) => {
    const numbers: number[] = [];
    for (const arg of args) {
      if (typeof arg === 'number') numbers.push(arg);
      else numbers.push(arg.byteOffset, arg.length);
    }
    return loop(...numbers);
  };
}
