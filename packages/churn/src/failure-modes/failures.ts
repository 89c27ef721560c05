import type { FailureOptions } from '@applied-modeling/command';
import { type Booster, type TrainJob, train } from '@applied-modeling/gbm';
import { ingest } from '../stages/1-ingest.ts';
import { simulate } from '../world/simulate.ts';
import type { FailuresOfWorld } from './failures-summary.ts';
import { naiveJoin } from './naive-join.ts';

export { FAILURES_FILE, tellFailures } from './failures-summary.ts';

/** The failure modes of the small world of a seed, kept in `cacheDir`: the stages of a training run, and a careless join beside each. */
export async function failures(seed: number, { cacheDir, threads }: FailureOptions): Promise<FailuresOfWorld> {
  const world = await simulate(cacheDir, { seed, size: 'small', threads });
  const source = { kind: 'simulated', seed, size: 'small', world } as const;
  const ingested = await ingest(source, { threads, memoryLimit: '1GB' });
  const trainBooster = async ({ params, dtrain, options }: TrainJob): Promise<Booster> =>
    train(params, dtrain, options);
  try {
    return { seed, naiveJoin: await naiveJoin(ingested, { seed, trainBooster }) };
  } finally {
    ingested.lake.close();
  }
}
