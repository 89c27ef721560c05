import { lateUsd } from '../world/judge-month.ts';
import { replay } from '../world/replay.ts';
import { baseRateBlindness } from './base-rate-blindness.ts';
import { poisonedBaseline } from './poisoned-baseline.ts';

export { FAILURES_FILE, tellFailures } from './failures-summary.ts';

/** The failure modes in the small world of a seed. Nothing is read from disk: each policy gets the world anew, day by day. */
export async function failures(seed: number) {
  const unpagedUsd = lateUsd(replay(seed, () => () => null));
  return {
    seed,
    baseRateBlindness: baseRateBlindness(seed, unpagedUsd),
    poisonedBaseline: poisonedBaseline(seed, unpagedUsd),
  };
}

export type FailuresOfWorld = Awaited<ReturnType<typeof failures>>;
