import { type FailureOptions, inSmallWorld } from '@applied-modeling/command';
import { train as trainBooster } from '@applied-modeling/gbm';
import { openPages, requestsOfTest } from '../evaluation/pages.ts';
import { readTruth } from '../evaluation/truth.ts';
import { trainingSet } from '../pipeline.ts';
import { ingest } from '../stages/1-ingest.ts';
import { split } from '../stages/3-split.ts';
import { train } from '../stages/4-train.ts';
import { calibrate } from '../stages/5-calibrate.ts';
import { evaluate } from '../stages/6-evaluate.ts';
import { simulate } from '../world/simulate.ts';
import { popularityLoop } from './popularity-loop.ts';
import { positionBias } from './position-bias.ts';
import { sampledMetric } from './sampled-metric.ts';

export { FAILURES_FILE, tellFailures } from './failures-summary.ts';

/** The failure modes in the small world of a seed, each beside the way of the house on the same days. */
export async function failures(seed: number, options: FailureOptions) {
  return inSmallWorld({ simulate, ingest }, { seed, ...options }, async (ingested) => {
    const set = await trainingSet(ingested);
    const { final } = split(set, ingested.calendar);
    const fitted = await train(set, final, {
      seed,
      trainBooster: async ({ params, dtrain, options }) => trainBooster(params, dtrain, options),
    });
    const fits = fitted.map((model) => calibrate(set, model));
    const judged = await evaluate(set, fits, { truthDir: ingested.truthDir, seed });
    const trees = fits.find(({ name }) => name === 'gbm')!;
    const request = requestsOfTest(set, trees);
    const pages = openPages(set, request, await readTruth(ingested.truthDir, set, request));
    return {
      seed,
      positionBias: positionBias(set, trees, pages, seed),
      sampledMetric: sampledMetric(judged),
      popularityLoop: popularityLoop(seed),
    };
  });
}

export type FailuresOfWorld = Awaited<ReturnType<typeof failures>>;
