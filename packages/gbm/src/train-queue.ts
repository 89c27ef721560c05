import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Booster } from './booster.ts';
import { type TrainAllOptions, type TrainJob, trainAll } from './train-all.ts';

export interface TrainQueue {
  /** Trains a booster, here or on another thread; the result does not depend on which. */
  readonly train: (job: TrainJob) => Promise<Booster>;
  /** Does other work on this thread while the boosters asked for beside it grow on theirs, so that it costs no time of its own. */
  readonly beside: <T>(work: () => T) => Promise<T>;
}

interface Waiting {
  readonly job: TrainJob;
  readonly resolve: (booster: Booster) => void;
  readonly reject: (failure: unknown) => void;
}

/**
 * Trainings that are asked for one by one, by code that knows nothing of the others, and done together: all that were asked
 * for in one turn of the event loop go to `trainAll` in their order. When one fails, all of its turn are rejected. What is to be
 * done beside them follows as soon as they have begun, whichever was asked for first.
 */
export function trainQueue(options: TrainAllOptions): TrainQueue {
  const waiting: Waiting[] = [];
  let begun: Promise<void> | null = null;
  const begin = async () => {
    await nextTurn();
    begun = null;
    settle(waiting.splice(0), options);
  };
  return {
    train: (job) =>
      new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject });
        begun ??= begin();
      }),
    beside: async (work) => {
      begun ??= begin();
      await begun;
      return work();
    },
  };
}

async function settle(batch: readonly Waiting[], options: TrainAllOptions): Promise<void> {
  const jobs = batch.map(({ job }) => job);
  try {
    const boosters = await trainAll(jobs, options);
    for (const [index, { resolve }] of batch.entries()) resolve(boosters[index]);
  } catch (failure) {
    for (const { reject } of batch) reject(failure);
  }
}
