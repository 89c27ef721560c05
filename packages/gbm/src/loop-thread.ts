/**
 * A thread that runs compiled loops beside the calling one, on the same memory. A call lies in a mailbox until one of the two
 * takes it: where the thread has not started yet, sleeps or has lost its core to others, the calling thread does not wait but
 * takes its call back. Both watch the mailbox for about as long as it takes to be woken (40 µs; a call taken at once costs 0.4)
 * before they sleep.
 */
import { Worker } from 'node:worker_threads';

export interface LoopThread {
  /** Offers it a call: which of the module's exports, and the numbers. */
  readonly offer: (loop: number, numbers: readonly number[]) => void;
  /** Waits for the call to end and returns its result, or null: then it is the caller's, since the thread has not begun it. */
  readonly finish: () => number | null;
  /** Lets the thread end. */
  readonly dismiss: () => void;
}

interface ThreadData {
  readonly module: object;
  readonly imports: object;
  readonly mailbox: SharedArrayBuffer;
}

/** The mailbox: five integers, then from byte 24 on the result and the numbers of a call. */
const OFFERED = 0; // how many calls were
const TAKEN = 1; // how many of them one of the two has taken
const ENDED = 2; // the last one that the thread has ended
const LOOP = 3; // -1 lets it end
const COUNT = 4; // how many numbers
const MAILBOX_BYTES = 512;
const NO_LOOP = -1;
const WATCHES = 4_000;

/** Starts a thread. */
export function startLoopThread(data: Omit<ThreadData, 'mailbox'>): LoopThread {
  const mailbox = new SharedArrayBuffer(MAILBOX_BYTES);
  const state = new Int32Array(mailbox, 0, 5);
  const [result, call] = [new Float64Array(mailbox, 24, 1), new Float64Array(mailbox, 32)];
  const workerData: ThreadData = { ...data, mailbox };
  const source = `(${runLoops})(require('node:worker_threads').workerData)`; // without a loader it starts in 20 ms and not in 150
  new Worker(source, { eval: true, execArgv: [], workerData }).unref();
  const offer = (loop: number, numbers: readonly number[]): void => {
    call.set(numbers);
    state[LOOP] = loop;
    state[COUNT] = numbers.length;
    Atomics.add(state, OFFERED, 1);
    Atomics.notify(state, OFFERED);
  };
  return {
    offer,
    finish: () => {
      const mine = state[OFFERED];
      if (Atomics.compareExchange(state, TAKEN, mine - 1, mine) === mine - 1) return null;
      let ended = Atomics.load(state, ENDED);
      for (let watch = 0; ended !== mine && watch < WATCHES; watch++) ended = Atomics.load(state, ENDED);
      for (; ended !== mine; ended = Atomics.load(state, ENDED)) Atomics.wait(state, ENDED, ended);
      return result[0];
    },
    dismiss: () => offer(NO_LOOP, []),
  };
}

/** The thread's whole work. Its source is sent as text: it can name nothing outside but its argument. */
function runLoops({ module, imports, mailbox }: ThreadData): void {
  const { Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
  const loops = Object.values(new Instance(module, imports).exports);
  const state = new Int32Array(mailbox, 0, 5);
  const numbers = new Float64Array(mailbox, 24);
  for (let seen = 0; ; ) {
    let offered = Atomics.load(state, 0);
    for (let watch = 0; offered === seen && watch < 4_000; watch++) offered = Atomics.load(state, 0);
    for (; offered === seen; offered = Atomics.load(state, 0)) Atomics.wait(state, 0, seen);
    seen = offered;
    if (Atomics.compareExchange(state, 1, seen - 1, seen) !== seen - 1) continue;
    if (state[3] < 0) return;
    numbers[0] = loops[state[3]](...numbers.subarray(1, 1 + state[4]));
    Atomics.store(state, 2, seen);
    Atomics.notify(state, 2);
  }
}

interface WebAssemblyApi {
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, (...numbers: number[]) => number>> };
}
