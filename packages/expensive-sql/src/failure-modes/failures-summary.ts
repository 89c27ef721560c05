import { readFileSync } from 'node:fs';
import { failureCosts, failureGains } from '@applied-modeling/evaluation';
import { decimal, usd } from '@applied-modeling/report';
import type { FailuresOfWorld } from './failures.ts';

/** Committed, world by world, as `pnpm sql:failures` saved it last. */
export const FAILURES_FILE = new URL('../../failures.json', import.meta.url);

export function readFailures(): readonly FailuresOfWorld[] {
  return JSON.parse(readFileSync(FAILURES_FILE, 'utf8'));
}

export const FAILURES = {
  templateLeakage: 'the share of the template, own label included',
  afterTheFact: 'how long it took, as a feature',
  movingWorld: 'sizes by ANALYZE, judged before the migration',
} as const;
export type Failure = keyof typeof FAILURES;
const MODES = Object.keys(FAILURES) as Failure[];

/** Means over the worlds; and of each failure what it costs live, in dollars and in average precision: correct less careless. */
export function summariseFailures(worlds: readonly FailuresOfWorld[]) {
  return { ...failureCosts(worlds, MODES), gainPrecision: failureGains(worlds, MODES, 'averagePrecision') };
}

/** The same in words, for a terminal. */
export function tellFailures(worlds: readonly FailuresOfWorld[]): string {
  const { mean } = summariseFailures(worlds);
  const lines = MODES.map((failure) => {
    const { careless, correct } = mean[failure];
    const told = ({ averagePrecision, netUsd }: typeof correct.live) =>
      `${decimal(averagePrecision, 2)} (${usd(netUsd)})`;
    return `  ${FAILURES[failure]}: offline ${told(careless.offline)}, live ${told(careless.live)}, correct ${told(correct.live)}`;
  });
  return [`average precision and net dollars, mean of ${worlds.length} small worlds`, ...lines].join('\n');
}
