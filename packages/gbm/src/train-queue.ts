import type { Booster } from './booster.ts';
import { type TrainAllOptions, type TrainJob, trainAll } from './train-all.ts';

interface Waiting {
  readonly job: TrainJob;
  readonly resolve: (booster: Booster) => void;
  readonly reject: (failure: unknown) => void;
}

/**
 * Trainings that are asked for one by one, by code that knows nothing of the others, and done together: all that were asked
 * for in one turn of the event loop go to `trainAll` in their order. When one fails, all of its turn are rejected.
 */
export function trainQueue(options: TrainAllOptions): (job: TrainJob) => Promise<Booster> {
  const waiting: Waiting[] = [];
  const flush = async () => {
    const batch = waiting.splice(0);
    try {
      const boosters = await trainAll(
        batch.map(({ job }) => job),
        options,
      );
      for (const [index, { resolve }] of batch.entries()) resolve(boosters[index]);
    } catch (failure) {
      for (const { reject } of batch) reject(failure);
    }
  };
  return (job) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ job, resolve, reject }) === 1) setImmediate(flush);
    });
}
