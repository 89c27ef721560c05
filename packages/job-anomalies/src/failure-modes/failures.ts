import { historyPolicy } from '../world/history-policy.ts';
import { lateUsd } from '../world/judge-month.ts';
import { HISTORY_DAYS, replay, WORLD_DAYS } from '../world/replay.ts';
import { baseRateBlindness } from './base-rate-blindness.ts';
import { boiledFrog } from './boiled-frog.ts';
import { feedbackBias } from './feedback-bias.ts';
import { poisonedBaseline } from './poisoned-baseline.ts';

export { FAILURES_FILE, tellFailures } from './failures-summary.ts';

/** The failure modes in the small world of a seed. Nothing is read from disk: each policy gets the world anew, day by day. */
export async function failures(seed: number) {
  const unpagedUsd = lateUsd(replay(seed, () => () => null));
  const shadow = replay(seed, () => historyPolicy, { liveDays: WORLD_DAYS - HISTORY_DAYS });
  return {
    seed,
    baseRateBlindness: baseRateBlindness(seed, unpagedUsd),
    poisonedBaseline: poisonedBaseline(seed, unpagedUsd),
    boiledFrog: boiledFrog(shadow),
    feedbackBias: feedbackBias(seed, shadow),
  };
}

export type FailuresOfWorld = Awaited<ReturnType<typeof failures>>;
