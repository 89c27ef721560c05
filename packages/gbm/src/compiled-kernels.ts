import { readFileSync } from 'node:fs';
import type { Kernels, Loops } from './kernels.ts';

/** The part of the WebAssembly API in use; Node's types leave it out. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: { env: { memory: SharedMemory } }) => { readonly exports: Exports };
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
}

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  readonly grow: (pages: number) => number;
}

type Exports = Readonly<Record<keyof Loops, CompiledLoop>>;

type CompiledLoop = (...numbers: number[]) => number;

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536; // all that 32-bit addresses reach
const LINE_BYTES = 64;

let compiled: object | undefined;

/**
 * Kernels with a memory of their own, up to 4 GiB, compiled once a thread. The memory is of the shared kind, not because threads
 * share it, but because arrays in it stay valid when it grows. Each array fills whole cache lines: SIMD may read and write past
 * its end, up to the next multiple of 64 bytes.
 */
export function compiledKernels(): Kernels {
  const { Module, Instance, Memory } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
  compiled ??= new Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url)));
  const memory = new Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const { exports } = new Instance(compiled, { env: { memory } });
  let end = PAGE_BYTES; // the first page is the scratch of the loops
  let lentEnd = end;
  let dirtyEnd = end;
  const take: Kernels['lend'] = (type, length) => {
    const begin = lentEnd;
    lentEnd += Math.ceil((length * type.BYTES_PER_ELEMENT) / LINE_BYTES) * LINE_BYTES;
    const missing = lentEnd - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return new type(memory.buffer, begin, length);
  };
  const lend: Kernels['lend'] = (type, length) => {
    const lent = take(type, length);
    dirtyEnd = Math.max(dirtyEnd, lentEnd);
    return lent;
  };
  const allocate: Kernels['allocate'] = (type, length) => {
    lentEnd = end; // what was lent is taken back
    const array = take(type, length);
    if (end < dirtyEnd) new Uint8Array(memory.buffer, end, lentEnd - end).fill(0);
    end = lentEnd;
    return array;
  };
  const loops = Object.entries(exports).map(([name, loop]) => [name, takeArrays(loop)]);
  return { ...(Object.fromEntries(loops) as Loops), allocate, lend };
}

/** A compiled loop that takes its plain twin's arguments: an array becomes its address and its length. */
function takeArrays(loop: CompiledLoop): (...args: (number | { byteOffset: number; length: number })[]) => number {
  return (...args) => {
    const numbers: number[] = [];
    for (const arg of args) {
      if (typeof arg === 'number') numbers.push(arg);
      else numbers.push(arg.byteOffset, arg.length);
    }
    return loop(...numbers);
  };
}
