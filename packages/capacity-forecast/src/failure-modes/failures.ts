import { type FailureOptions, inSmallWorld } from '@applied-modeling/command';
import { trainQueue } from '@applied-modeling/gbm';
import type { TrainingSet } from '../domain.ts';
import { trainingSet } from '../pipeline.ts';
import { ingest } from '../stages/1-ingest.ts';
import { split } from '../stages/3-split.ts';
import { train } from '../stages/4-train.ts';
import { calibrate } from '../stages/5-calibrate.ts';
import { SIZES, simulate } from '../world/simulate.ts';
import { censoredSpiral } from './censored-spiral.ts';
import { carelessLaunches, launchLeak } from './launch-leak.ts';
import { wrongLoss } from './wrong-loss.ts';

export const FAILURES_FILE = new URL('../../failures.json', import.meta.url);

/** The failure modes in the small world of a seed, kept in `cacheDir`: what each costs careless, correct and with an oracle. */
export async function failures(seed: number, options: FailureOptions) {
  return inSmallWorld({ simulate, ingest }, { seed, ...options }, async (ingested) => {
    const { train: trainBooster } = trainQueue(options);
    const fit = async (set: TrainingSet) => {
      const { final } = split(set, ingested.calendar);
      const fits = await train(set, final, { seed, trainBooster });
      return calibrate(set, fits.find(({ name }) => name === 'ridge')!);
    };
    const set = await trainingSet(ingested);
    const leaked = await trainingSet(ingested, carelessLaunches);
    const model = await fit(set);
    return {
      seed,
      censoredSpiral: censoredSpiral(seed, SIZES.small),
      censoredSpiralHeavy: censoredSpiral(seed, SIZES.small, 'heavy'),
      launchLeak: await launchLeak(ingested, { honest: set, leaked }, model, fit),
      wrongLoss: await wrongLoss(ingested, set, model),
    };
  });
}

/** Mean dollars of each planner, for a terminal. */
export function tellFailures(worlds: readonly Awaited<ReturnType<typeof failures>>[]): string {
  const millions = (of: (world: (typeof worlds)[number]) => number | undefined) =>
    `$${(worlds.reduce((sum, world) => sum + (of(world) ?? Number.NaN), 0) / worlds.length / 1e6).toFixed(1)}M`;
  return [
    `live dollars, mean of ${worlds.length} small worlds`,
    `  closed loop on usage ${millions((world) => world.censoredSpiral.careless.liveUsd)}, on demand ${millions((world) => world.censoredSpiral.correct.liveUsd)}`,
    `  launches read early ${millions((world) => world.launchLeak?.careless.live.usd)}, as announced ${millions((world) => world.launchLeak?.correct.usd)}`,
    `  level of least MAPE ${millions((world) => world.wrongLoss?.careless.usd)}, of least cost ${millions((world) => world.wrongLoss?.correct.usd)}`,
  ].join('\n');
}
