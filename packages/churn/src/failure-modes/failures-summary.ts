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

/** Over all worlds, and in how many of them the sign holds: one world shows a mechanism, twenty show how often. */
export interface NaiveJoinSummary {
  readonly worlds: number;
  readonly honest: Spread;
  readonly careless: readonly {
    readonly name: CarelessJoin['name'];
    readonly changed: number | null;
    readonly offline: Spread;
    /** Offline − honest. */
    readonly inflation: Spread;
    readonly live: Spread | null;
    readonly worldsBetterOffline: number;
    readonly worldsWorseLive: number | null;
  }[];
}

export interface Spread {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

export function summariseNaiveJoin(worlds: readonly FailuresOfWorld[]): NaiveJoinSummary {
  const honest = worlds.map(({ naiveJoin }) => naiveJoin.honest);
  return {
    worlds: worlds.length,
    honest: spreadOf(honest),
    careless: worlds[0].naiveJoin.careless.map(({ name, changed, live }, index) => {
      const joins = worlds.map(({ naiveJoin }) => naiveJoin.careless[index]);
      const inflation = joins.map(({ offline }, world) => offline - honest[world]);
      return {
        name,
        changed: changed === null ? null : spreadOf(joins.map((join) => join.changed!)).mean,
        offline: spreadOf(joins.map(({ offline }) => offline)),
        inflation: spreadOf(inflation),
        live: live === null ? null : spreadOf(joins.map((join) => join.live!)),
        worldsBetterOffline: inflation.filter((difference) => difference > 0).length,
        worldsWorseLive: live === null ? null : joins.filter((join, world) => join.live! < honest[world]).length,
      };
    }),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, lowest: Math.min(...values), highest: Math.max(...values) };
}
