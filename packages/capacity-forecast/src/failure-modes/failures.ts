import { readFileSync } from 'node:fs';
import { type FailureOptions, inSmallWorld } from '@applied-modeling/command';
import { meanOf } from '@applied-modeling/evaluation';
import { trainQueue } from '@applied-modeling/gbm';
import { usd } from '@applied-modeling/report';
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

export type FailuresOfWorld = Awaited<ReturnType<typeof failures>>;

export function readFailures(): readonly FailuresOfWorld[] {
  return JSON.parse(readFileSync(FAILURES_FILE, 'utf8'));
}

/** Mean dollars of each planner, for a terminal. */
export function tellFailures(worlds: readonly FailuresOfWorld[]): string {
  const { censoredSpiral: loop, launchLeak: leak, wrongLoss: loss } = meanOf(worlds);
  return [
    `live dollars, mean of ${worlds.length} small worlds`,
    `  closed loop on usage ${usd(loop.careless.liveUsd)}, on demand ${usd(loop.correct.liveUsd)}`,
    `  launches read early ${usd(leak?.careless.live.usd)}, as announced ${usd(leak?.correct.usd)}`,
    `  level of least MAPE ${usd(loss?.careless.usd)}, of least cost ${usd(loss?.correct.usd)}`,
  ].join('\n');
}
