import { readFileSync } from 'node:fs';
import { failureGains, meanOf } from '@applied-modeling/evaluation';
import { decimal } from '@applied-modeling/report';
import type { FailuresOfWorld } from './failures.ts';

/** What each is called. Its score is NDCG@5, and of the loop the share of what the best slates would have brought. */
export const FAILURES = {
  positionBias: 'clicks without their place',
  sampledMetric: 'a rule chosen among twenty drawn notebooks',
  popularityLoop: 'what succeeded on its own slates',
} as const;
export type Failure = keyof typeof FAILURES;
const ALL = Object.keys(FAILURES) as Failure[];

/** Committed, world by world, as `pnpm notebooks:failures` saved it last. */
export const FAILURES_FILE = new URL('../../failures.json', import.meta.url);

export function readFailures(): readonly FailuresOfWorld[] {
  return JSON.parse(readFileSync(FAILURES_FILE, 'utf8'));
}

/** Means over the worlds; of each failure what it costs live, correct less careless; and of the first, which half costs how much. */
export function summariseFailures(worlds: readonly FailuresOfWorld[]) {
  const halves = worlds.map(({ positionBias: { careless, unplaced, correct } }) => ({
    clickAsLabel: { careless, correct: unplaced },
    placeIgnored: { careless: unplaced, correct },
  }));
  return {
    ...{ worlds: worlds.length, mean: meanOf(worlds), costs: failureGains<Failure, 'score'>(worlds, ALL, 'score') },
    halves: failureGains<keyof (typeof halves)[0], 'score'>(halves, ['clickAsLabel', 'placeIgnored'], 'score'),
  };
}

/** The same in words, for a terminal. */
export function tellFailures(worlds: readonly FailuresOfWorld[]): string {
  const { mean } = summariseFailures(worlds);
  const lines = ALL.map((failure) => {
    const [careless, correct] = [mean[failure].careless, mean[failure].correct].map(
      ({ offline, live }) => `${decimal(offline.score, 2)} offline, ${decimal(live.score, 2)} live`,
    );
    return `  ${FAILURES[failure]}: ${careless}; correct ${correct}`;
  });
  return [`mean of ${worlds.length} small worlds`, ...lines].join('\n');
}
