import { readFileSync } from 'node:fs';
import type { CarelessJoin, NaiveJoin } from './naive-join.ts';

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
export interface NaiveJoinSummary {
  readonly worlds: number;
  readonly honest: number;
  readonly careless: readonly (CarelessJoin & {
    readonly worldsBetterOffline: number;
    readonly worldsWorseLive: number | null;
  })[];
}

export function summariseNaiveJoin(worlds: readonly FailuresOfWorld[]): NaiveJoinSummary {
  const honest = worlds.map(({ naiveJoin }) => naiveJoin.honest);
  return {
    worlds: worlds.length,
    honest: mean(honest)!,
    careless: worlds[0].naiveJoin.careless.map(({ name, live }, index) => {
      const joins = worlds.map(({ naiveJoin }) => naiveJoin.careless[index]);
      return {
        name,
        changed: mean(joins.map((join) => join.changed)),
        offline: mean(joins.map((join) => join.offline))!,
        live: mean(joins.map((join) => join.live)),
        worldsBetterOffline: joins.filter(({ offline }, world) => offline > honest[world]).length,
        worldsWorseLive: live === null ? null : joins.filter((join, world) => join.live! < honest[world]).length,
      };
    }),
  };
}

/** Null where a value is: what no world can know, no mean can. */
function mean(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value / values.length), 0);
}

/** The same in words, for a terminal. */
export function tellFailures(results: readonly FailuresOfWorld[]): string {
  const { worlds, honest, careless } = summariseNaiveJoin(results);
  const lines = careless.map(({ name, offline, live, worldsBetterOffline, worldsWorseLive }) => {
    const deployed = live === null ? 'live unknown' : `live ${live.toFixed(3)}, worse in ${worldsWorseLive}`;
    return `  ${name}: offline ${offline.toFixed(3)}, better in ${worldsBetterOffline}; ${deployed}`;
  });
  return [`average precision, mean of ${worlds} small worlds; the honest join: ${honest.toFixed(3)}`, ...lines].join(
    '\n',
  );
}
