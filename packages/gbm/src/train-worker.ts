/** The thread behind `trainAll`: trains one job a message and answers with its booster, or with why it failed. */
import { parentPort } from 'node:worker_threads';
import { train } from './train.ts';
import type { TrainJob, TrainReply } from './train-all.ts';

parentPort?.on('message', ({ params, dtrain, options }: TrainJob) => {
  parentPort?.postMessage(reply());

  function reply(): TrainReply {
    try {
      return { booster: train(params, dtrain, options) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
});
