/** The thread behind `trainAll`: trains the jobs it draws and answers each with its booster, or with why it failed. */
import { parentPort } from 'node:worker_threads';
import { train } from './train.ts';
import type { SharedJobs, TrainJob, TrainReply } from './train-all.ts';

parentPort?.on('message', ({ jobs, begun }: SharedJobs) => {
  for (let index = Atomics.add(begun, 0, 1); index < jobs.length; index = Atomics.add(begun, 0, 1)) {
    parentPort?.postMessage(reply(index, jobs[index]));
  }
});

function reply(index: number, { params, dtrain, options }: TrainJob): TrainReply {
  try {
    return { index, booster: train(params, dtrain, options) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
