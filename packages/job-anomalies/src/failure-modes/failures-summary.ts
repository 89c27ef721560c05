import { readFileSync } from 'node:fs';
import { acrossWorlds, meanOf } from '@applied-modeling/evaluation';
import { usd } from '@applied-modeling/report';
import type { FailuresOfWorld } from './failures.ts';

/** What `pnpm jobs:failures` saved last, world by world; committed, so that no training run has to repeat it. */
export const FAILURES_FILE = new URL('../../failures.json', import.meta.url);

export function readFailures(): readonly FailuresOfWorld[] {
  return JSON.parse(readFileSync(FAILURES_FILE, 'utf8'));
}

const MODES = [
  { mode: 'baseRateBlindness', careless: 'z > 3.5 on everything', correct: 'with a budget' },
  { mode: 'poisonedBaseline', careless: 'mean and deviation', correct: 'median and quartiles' },
] as const;

/** Means over all worlds; and live dollars, correct less careless, with an interval over worlds. */
export function summariseFailures(worlds: readonly FailuresOfWorld[]) {
  const gains = MODES.map(({ mode }) => {
    const gain = worlds.map(({ [mode]: { careless, correct } }) => correct.live.netUsd - careless.live.netUsd);
    return [mode, { ...acrossWorlds(gain), worldsBetter: gain.filter((one) => one > 0).length }] as const;
  });
  const gainUsd = Object.fromEntries(gains) as Record<(typeof MODES)[number]['mode'], (typeof gains)[number][1]>;
  return { worlds: worlds.length, mean: meanOf(worlds), gainUsd };
}

/** The same in words, for a terminal. */
export function tellFailures(worlds: readonly FailuresOfWorld[]): string {
  const mean = meanOf(worlds);
  const lines = MODES.map(({ mode, careless, correct }) => {
    const live = (way: 'careless' | 'correct') => usd(mean[mode][way].live.netUsd);
    return `  ${careless} ${live('careless')}, ${correct} ${live('correct')}`;
  });
  return [`net dollars live, mean of ${worlds.length} small worlds`, ...lines].join('\n');
}
