import * as evaluation from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { evaluateSettings } from '../settings.ts';
import type { JudgedWindow } from './judged-window.ts';

export type TrafficSlice = ReturnType<typeof sliceTraffic>[number];

/** With fewer, a resample of templates may hold none that is expensive: (1 − 1 / n)ⁿ ≈ e⁻¹ each. */
const FEWEST = { positives: 15, clusters: 12 } as const;

/**
 * What training has not seen: the test of whether a template was learnt or a query understood. A new template may have been logged since
 * training, and that is read, as it is live; of a cold one nothing had been logged when the query was submitted.
 */
export function sliceTraffic(window: JudgedWindow) {
  const { set, model, rows, truth } = window;
  const isNew = isNewTemplate(window);
  const hoursSince = featureColumn(set, 'hours_since_template');
  const tables = new Set(Array.from(model.fold.train, (row) => set.tableNames[row]).flat());
  const tenants = new Set(Array.from(model.fold.train, (row) => set.tenant[row]));
  const parts: readonly { readonly name: string; readonly holds: (at: number) => boolean }[] = [
    { name: 'all', holds: () => true },
    { name: 'template of the training days', holds: (at) => !isNew(at) },
    { name: 'new template', holds: isNew },
    { name: 'cold template', holds: (at) => Number.isNaN(hoursSince[rows[at]]) },
    { name: 'new table', holds: (at) => set.tableNames[rows[at]].some((table) => !tables.has(table)) },
    { name: 'new tenant', holds: (at) => !tenants.has(set.tenant[rows[at]]) },
    ...(truth ? [{ name: 'sensitive template', holds: (at: number) => truth.isSensitive[at] === 1 }] : []),
  ];
  const total = { queries: rows.length, expensive: window.label.reduce((sum, one) => sum + one, 0) };
  return parts.map(({ name, holds }) => {
    const members = Uint32Array.from(rows.keys()).filter(holds);
    const expensive = evaluation.take(window.label, members).reduce((sum, one) => sum + one, 0);
    return {
      ...{ name, queries: members.length, expensive },
      /** Of all queries, and of all expensive ones. */
      traffic: members.length / total.queries,
      share: expensive / total.expensive,
      /** Null where none is expensive; without an interval, for that takes more of them. */
      averagePrecision: precisionsOf(window, members),
      /** Null where too few are expensive to tell. */
      ladder: ladderOf(window, members),
    };
  });
}

/** Whether no query of the template is among those that taught the model. */
export function isNewTemplate({ set, model, rows }: JudgedWindow): (at: number) => boolean {
  const seen = new Set(Array.from(model.fold.train, (row) => set.template[row]));
  return (at) => !seen.has(set.template[rows[at]]);
}

/** Average precision of every rung on some of the rows, by its name. */
export function precisionsOf({ scored, label, weight }: JudgedWindow, members: Uint32Array) {
  const [labels, weights] = [evaluation.take(label, members), evaluation.take(weight, members)];
  if (!labels.includes(1)) return null;
  const precisionOf = (score: Float64Array) =>
    evaluation.averagePrecision(labels, evaluation.take(score, members), weights);
  return Object.fromEntries(scored.map(({ name, score }) => [name, precisionOf(score)]));
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
