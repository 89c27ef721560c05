import { readFileSync } from 'node:fs';
import { failureCosts } from '@applied-modeling/evaluation';
import { usd } from '@applied-modeling/report';
import { historyPolicy } from '../world/history-policy.ts';
import { lateUsd } from '../world/judge-month.ts';
import { HISTORY_DAYS, replay, WORLD_DAYS } from '../world/replay.ts';
import { baseRateBlindness } from './base-rate-blindness.ts';
import { boiledFrog } from './boiled-frog.ts';
import { feedbackBias } from './feedback-bias.ts';
import { poisonedBaseline } from './poisoned-baseline.ts';

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

/** What `pnpm jobs:failures` saved last, world by world; committed, so that no training run has to repeat it. */
export const FAILURES_FILE = new URL('../../failures.json', import.meta.url);

export function readFailures(file = FAILURES_FILE): readonly FailuresOfWorld[] {
  return JSON.parse(readFileSync(file, 'utf8'));
}

const WAYS = {
  baseRateBlindness: { careless: 'z > 3.5 on everything', correct: 'with a budget' },
  poisonedBaseline: { careless: 'mean and deviation', correct: 'median and quartiles' },
  boiledFrog: { careless: 'adaptive baseline', correct: 'frozen' },
  feedbackBias: { careless: 'learnt from pages', correct: 'from lots too' },
} as const;
const MODES = Object.keys(WAYS) as (keyof typeof WAYS)[];

/** Means over all worlds; and live dollars, correct less careless, with an interval over worlds. */
export const summariseFailures = (worlds: readonly FailuresOfWorld[]) => failureCosts(worlds, MODES);

/** The same in words, for a terminal. */
export function tellFailures(worlds: readonly FailuresOfWorld[]): string {
  const { mean } = summariseFailures(worlds);
  const lines = MODES.map((mode) => {
    const live = (way: 'careless' | 'correct') => `${WAYS[mode][way]} ${usd(mean[mode][way].live.netUsd)}`;
    return `  ${live('careless')}, ${live('correct')}`;
  });
  return [`net dollars live, mean of ${worlds.length} small worlds`, ...lines].join('\n');
}
