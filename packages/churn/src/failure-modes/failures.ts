import type { FailureOptions } from '@applied-modeling/command';
import { trainQueue } from '@applied-modeling/gbm';
import { split } from '../stages/3-split.ts';
import { train } from '../stages/4-train.ts';
import { calibrate } from '../stages/5-calibrate.ts';
import { interventionContamination, riskQueue } from './intervention-contamination.ts';
import { liveWeeks } from './live-weeks.ts';
import { naiveJoin } from './naive-join.ts';
import { onboardingDrift } from './onboarding-drift.ts';
import { readWorld } from './read-world.ts';
import { underpoweredAudit } from './underpowered-audit.ts';

export { FAILURES_FILE, tellFailures } from './failures-summary.ts';

/** The failure modes of the small world of a seed, kept in `cacheDir`: the stages of a training run, and a careless way beside each. */
export async function failures(seed: number, options: FailureOptions) {
  const world = { seed, ...options };
  const recipe = { seed, trainBooster: trainQueue(options).train };
  return readWorld(
    world,
    ({ decisionSteps }) => decisionSteps,
    async (read) => {
      const { calendar } = read.ingested;
      const { final } = split(read.set, calendar);
      const model = calibrate(read.set, await train(read.set, final, { ...recipe, engine: 'gbm' }));
      const live = await liveWeeks(world, calendar.final.test);
      const contamination = await interventionContamination(read, live, seed);
      const { working, useless } = underpoweredAudit(model, live, seed);
      return {
        seed,
        naiveJoin: await naiveJoin(read, model, recipe),
        riskQueue: riskQueue(contamination),
        interventionContamination: contamination,
        onboardingDrift: await onboardingDrift(world, read.set, model),
        ...{ underpoweredAudit: working, uselessQueue: useless },
      };
    },
  );
}

export type FailuresOfWorld = Awaited<ReturnType<typeof failures>>;
