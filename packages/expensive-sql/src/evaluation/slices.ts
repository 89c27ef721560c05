import * as evaluation from '@applied-modeling/evaluation';
import { evaluateSettings } from '../settings.ts';
import type { JudgedWindow } from './judged-window.ts';

export type TrafficSlice = ReturnType<typeof sliceTraffic>[number];

/** With fewer, a resample of templates may hold none that is expensive: (1 − 1 / n)ⁿ ≈ e⁻¹ each. */
const FEWEST = { positives: 15, clusters: 12 } as const;

/** What training has not seen: the test of whether a template was learnt or a query understood. */
export function sliceTraffic(window: JudgedWindow) {
  const { set, model, rows, truth } = window;
  const unseen = isUnseen(window);
  const tables = new Set(Array.from(model.fold.train, (row) => set.tableNames[row]).flat());
  const tenants = new Set(Array.from(model.fold.train, (row) => set.tenant[row]));
  const parts: readonly { readonly name: string; readonly holds: (at: number) => boolean }[] = [
    { name: 'all', holds: () => true },
    { name: 'seen template', holds: (at) => !unseen(at) },
    { name: 'unseen template', holds: unseen },
    { name: 'unseen table', holds: (at) => set.tableNames[rows[at]].some((table) => !tables.has(table)) },
    { name: 'unseen tenant', holds: (at) => !tenants.has(set.tenant[rows[at]]) },
    ...(truth ? [{ name: 'sensitive template', holds: (at: number) => truth.isSensitive[at] === 1 }] : []),
  ];
  const total = { queries: rows.length, expensive: countExpensive(window, [...rows.keys()]) };
  return parts.map(({ name, holds }) => {
    const members = [...rows.keys()].filter(holds);
    const expensive = countExpensive(window, members);
    return {
      ...{ name, queries: members.length, expensive },
      /** Of all queries, and of all expensive ones. */
      traffic: members.length / total.queries,
      share: expensive / total.expensive,
      /** Null where too few are expensive to tell. */
      ladder: ladderOf(window, Uint32Array.from(members)),
    };
  });
}

/** Whether training has seen no query of the template. */
export function isUnseen({ set, model, rows }: JudgedWindow): (at: number) => boolean {
  const seen = new Set(Array.from(model.fold.train, (row) => set.template[row]));
  return (at) => !seen.has(set.template[rows[at]]);
}

function countExpensive({ label }: JudgedWindow, members: readonly number[]): number {
  return members.reduce((sum, at) => sum + label[at], 0);
}

/** All rungs on some of the rows, at the same places a thousand queries. */
export function ladderOf(
  { scored, seed, ...window }: JudgedWindow,
  members: Uint32Array,
): readonly evaluation.Rung[] | null {
  const rows = {
    label: evaluation.take(window.label, members),
    weight: evaluation.take(window.weight, members),
    group: evaluation.take(window.group, members),
    cluster: evaluation.denseNumbers(evaluation.take(window.cluster, members)),
  };
  if (!evaluation.hasEnoughPositives(rows, FEWEST)) return null;
  const contenders = scored.map(({ name, role, score }) => ({
    ...{ name, role },
    ranking: evaluation.rankScores(evaluation.take(score, members)),
  }));
  return evaluation.climbLadder(rows, contenders, { k: slotsOf, seed, ...evaluateSettings });
}

/** Places of the heavy pool on a day of so many queries. */
export function slotsOf(queries: number): number {
  return Math.ceil((evaluateSettings.slotsPerThousandQueries * queries) / 1000);
}
