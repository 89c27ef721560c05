import { readFileSync } from 'node:fs';
import { acrossWorlds } from '@applied-modeling/evaluation';
import { estimate } from '@applied-modeling/report';
import type { NaiveJoin } from './naive-join.ts';

/** What the failure modes did in one world. */
export interface FailuresOfWorld {
  readonly seed: number;
  readonly naiveJoin: NaiveJoin;
}

/** What `pnpm churn:failures` saved last, world by world; committed, so that no training run has to repeat it. */
export const FAILURES_FILE = new URL('../../failures.json', import.meta.url);

export function readFailures(): readonly FailuresOfWorld[] {
  return JSON.parse(readFileSync(FAILURES_FILE, 'utf8'));
}

/** Means over all worlds, and in how many of them the sign holds: one world shows a mechanism, twenty show how often. */
export function summariseNaiveJoin(worlds: readonly FailuresOfWorld[]) {
  const honest = worlds.map(({ naiveJoin }) => naiveJoin.honest);
  return {
    worlds: worlds.length,
    honest: mean(honest),
    careless: worlds[0].naiveJoin.careless.map(({ name, changed, live }, index) => {
      const joins = worlds.map(({ naiveJoin }) => naiveJoin.careless[index]);
      const gains = joins.map(({ offline }, world) => offline - honest[world]);
      return {
        name,
        changed: changed === null ? null : mean(joins.map((join) => join.changed!)),
        offline: mean(joins.map((join) => join.offline)),
        live: live === null ? null : mean(joins.map((join) => join.live!)),
        /** Offline − honest, with an interval over worlds. */
        gain: acrossWorlds(gains),
        worldsBetterOffline: gains.filter((gain) => gain > 0).length,
        worldsWorseLive: live === null ? null : joins.filter((join, world) => join.live! < honest[world]).length,
      };
    }),
  };
}

const mean = (values: readonly number[]) => acrossWorlds(values).estimate;

/** The same in words, for a terminal. */
export function tellFailures(results: readonly FailuresOfWorld[]): string {
  const { worlds, honest, careless } = summariseNaiveJoin(results);
  const lines = careless.map(({ name, gain, live, worldsBetterOffline, worldsWorseLive }) => {
    const deployed = live === null ? 'live unknown' : `live ${live.toFixed(3)}, worse in ${worldsWorseLive}`;
    return `  ${name}: offline ${estimate(gain)} more, better in ${worldsBetterOffline}; ${deployed}`;
  });
  return `average precision, mean of ${worlds} small worlds; the honest join: ${honest.toFixed(3)}\n${lines.join('\n')}`;
}
