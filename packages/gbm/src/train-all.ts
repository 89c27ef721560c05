/**
 * Independent trainings over worker threads: folds, seeds, settings. One thread a booster rather than several on one: no
 * barriers, and results that cannot depend on the number of threads.
 *
 * A thread that is done draws its next job from a shared counter, so that nobody waits while the calling thread is busy with
 * work of its own. Columns in SharedArrayBuffers are shared; others are copied to every thread.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Booster } from './booster.ts';
import type { DMatrix } from './matrix.ts';
import type { TrainParams } from './params.ts';
import { type TrainOptions, train } from './train.ts';

/** The arguments of one `train`. */
export interface TrainJob {
  readonly params: Partial<TrainParams>;
  readonly dtrain: DMatrix;
  readonly options: TrainOptions;
}

/** What a thread is given: all the jobs, and the counter of those begun. */
export interface SharedJobs {
  readonly jobs: readonly TrainJob[];
  readonly begun: Int32Array;
}

export type TrainReply = { readonly index: number; readonly booster: Booster } | { readonly error: string };

export interface TrainAllOptions {
  readonly threads: number;
  /** Told about every booster that is grown. */
  readonly onTrained?: (done: number, total: number) => void;
}

/**
 * Trains every job and returns the boosters in the order of the jobs. With one thread it trains here. Rejects with the message
 * of the first job that fails, and stops the others.
 */
export async function trainAll(jobs: readonly TrainJob[], { threads, onTrained }: TrainAllOptions): Promise<Booster[]> {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Error(`threads: found ${threads}, expected an integer >= 1; pass the number of cores`);
  }
  if (threads === 1) {
    return jobs.map(({ params, dtrain, options }, index) => {
      const booster = train(params, dtrain, options);
      onTrained?.(index + 1, jobs.length);
      return booster;
    });
  }

  const shared: SharedJobs = { jobs, begun: new Int32Array(new SharedArrayBuffer(4)) };
  const workers = Array.from({ length: Math.min(threads, jobs.length) }, startWorker);
  try {
    return await collect(workers, shared, onTrained);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/**
 * Node 20 runs no TypeScript by itself and a worker does not inherit the loader of the thread that starts it: the first line
 * of a worker registers it, and nothing else is handed on. The loader for `require` is the quick one (0.12 s for two workers; that for `import` takes 0.3 s
 * and a thread of its own for each).
 */
function startWorker(): Worker {
  const { resolve } = createRequire(import.meta.url);
  const load = (module: string) => `require(${JSON.stringify(resolve(module))})`;
  return new Worker(`${load('tsx/cjs/api')}.register(); ${load('./train-worker.ts')}`, { eval: true, execArgv: [] });
}

function collect(
  workers: readonly Worker[],
  shared: SharedJobs,
  onTrained: TrainAllOptions['onTrained'],
): Promise<Booster[]> {
  const boosters = new Array<Booster>(shared.jobs.length);
  let missing = boosters.length;
  return new Promise((resolve, reject) => {
    const take = (reply: TrainReply): void => {
      if ('error' in reply) reject(new Error(reply.error));
      else {
        boosters[reply.index] = reply.booster;
        missing -= 1;
        onTrained?.(boosters.length - missing, boosters.length);
        if (missing === 0) resolve(boosters);
      }
    };
    const dies = (code: number) =>
      reject(new Error(`a training thread ended with code ${code} before its work was done`));
    for (const worker of workers) worker.on('message', take).on('error', reject).on('exit', dies).postMessage(shared);
    if (missing === 0) resolve(boosters);
  });
}
