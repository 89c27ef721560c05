import { readFileSync } from 'node:fs';
import type { Kernels, Loops } from './kernels.ts';
import { type LoopThread, startLoopThread } from './loop-thread.ts';

/** The part of the WebAssembly API in use; Node's types leave it out. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Imports) => { readonly exports: Exports };
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
}

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  readonly grow: (pages: number) => number;
}

interface Imports {
  readonly env: { readonly memory: SharedMemory };
  readonly scratch: { readonly SCRATCH: number };
}

type Exports = Readonly<Record<keyof Loops, CompiledLoop>>;

type CompiledLoop = (...numbers: number[]) => number;

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536; // all that 32-bit addresses reach
const LINE_BYTES = 64;

let compiled: object | undefined;

/**
 * Kernels with a memory of their own, up to 4 GiB, compiled once a thread. The memory is of the shared kind, so
 * that other threads reach it, and arrays in it stay valid when it grows. Each array fills whole cache lines: SIMD may read and write past
 * its end, up to the next multiple of 64 bytes.
 *
 * Of several threads the others start here, and end when they are dismissed.
 */
export function compiledKernels(threads = 1): Kernels {
  const { Module, Instance, Memory } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
  compiled ??= new Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url)));
  const memory = new Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const importsOf = (thread: number): Imports => ({ env: { memory }, scratch: { SCRATCH: thread * PAGE_BYTES } });
  const { exports } = new Instance(compiled, importsOf(0));
  const module = compiled;
  const others = Array.from({ length: threads - 1 }, (_, at) =>
    startLoopThread({ module, imports: importsOf(at + 1) }),
  );
  let end = threads * PAGE_BYTES; // a page of scratch for each
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
  const loops = Object.entries(exports).map(([name, loop]) => [name, (...args: Arguments) => loop(...numbersOf(args))]);
  const names = Object.keys(exports);
  return {
    ...(Object.fromEntries(loops) as Loops),
    allocate,
    lend,
    threads,
    sideBySide: (name, calls) =>
      runSideBySide(exports[name], names.indexOf(name), calls.map(numbersOf), others) as never,
    dismiss: () => {
      for (const { dismiss } of others) dismiss();
    },
  };
}

type Arguments = readonly (number | { readonly byteOffset: number; readonly length: number })[];

/** A plain loop's arguments as its compiled twin takes them: an array becomes its address and its length. */
function numbersOf(args: Arguments): number[] {
  const numbers: number[] = [];
  for (const arg of args) {
    if (typeof arg === 'number') numbers.push(arg);
    else numbers.push(arg.byteOffset, arg.length);
  }
  return numbers;
}

/** The first call runs here, and so do those for which there is no other thread, or none that has come to them meanwhile. */
function runSideBySide(
  loop: CompiledLoop,
  index: number,
  [first, ...others]: readonly number[][],
  threads: readonly LoopThread[],
): number[] {
  others.forEach((call, at) => {
    threads[at]?.offer(index, call);
  });
  const result = loop(...first);
  return [result, ...others.map((call, at) => threads[at]?.finish() ?? loop(...call))];
}
