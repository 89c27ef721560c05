/**
 * Independent trainings over worker threads: folds, seeds, settings. One thread a booster rather than several on one: no
 * barriers, and results that cannot depend on the number of threads.
 *
 * Columns in SharedArrayBuffers are shared; others are copied to the thread that needs them.
 */
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

export type TrainReply = { readonly booster: Booster } | { readonly error: string };

/**
 * Trains every job and returns the boosters in the order of the jobs. With one thread it trains here. Rejects with the message
 * of the first job that fails, and stops the others.
 */
export async function trainAll(jobs: readonly TrainJob[], { threads }: { threads: number }): Promise<Booster[]> {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Error(`threads: found ${threads}, expected an integer >= 1; pass the number of cores`);
  }
  if (threads === 1) return jobs.map(({ params, dtrain, options }) => train(params, dtrain, options));

  const boosters = new Array<Booster>(jobs.length);
  const workers = Array.from({ length: Math.min(threads, jobs.length) }, startWorker);
  const queue = jobs.entries();
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (const [index, job] of queue) boosters[index] = await ask(worker, job);
      }),
    );
    return boosters;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/**
 * Node 20 runs no TypeScript by itself, a worker does not inherit the loader of the thread that starts it, and `--import` comes
 * too late for a worker's first file: so the first file is a line of JavaScript that registers the loader.
 */
function startWorker(): Worker {
  const loader = import.meta.resolve('tsx/esm/api');
  const entry = new URL('./train-worker.ts', import.meta.url).href;
  const bootstrap = `import('${loader}').then(({ register }) => { register(); return import('${entry}'); })`;
  return new Worker(bootstrap, { eval: true });
}

function ask(worker: Worker, job: TrainJob): Promise<Booster> {
  return new Promise((resolve, reject) => {
    const answer = (reply: TrainReply): void => {
      worker.off('error', reject);
      if ('booster' in reply) resolve(reply.booster);
      else reject(new Error(reply.error));
    };
    worker.once('message', answer);
    worker.once('error', reject);
    worker.postMessage(job);
  });
}
