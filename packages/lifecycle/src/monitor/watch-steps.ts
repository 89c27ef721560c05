import type { FeatureView } from '@applied-modeling/feature-store';
import type { ScoredBatch } from '../score/scored-batch.ts';
import { takeBatch } from '../score/take-batch.ts';
import type { WatchedStep } from './watched-step.ts';

const MS_PER_HOUR = 3_600_000;

/** Rows that were decided about in many steps, with what became of them. Lists run parallel. */
export interface WatchedRows {
  readonly step: ArrayLike<number>;
  readonly decidedAt: Float64Array;
  /** 0 or 1; NaN where nobody knows. */
  readonly y: Float32Array;
  readonly weight: Float32Array;
  /** As in a watched step; 1 each where left out. */
  readonly countsFor?: Float32Array;
  /** Newest `available_at` of each source among what a row was made from, in milliseconds; NaN for none. */
  readonly maxAvailableAtBySource: Readonly<Record<string, Float64Array>>;
}

/** What is watched. */
export interface StepsAsked {
  readonly steps: readonly number[];
  /** The last one whose outcomes are known. */
  readonly lastMatured: number;
}

export interface StepsWatched extends StepsAsked {
  /** Of the sources that can be stale: how old their newest row may be. */
  readonly freshnessHours: Readonly<Record<string, number>>;
}

/**
 * A batch a step: by a function of its rows or, where rows are decided one by one, cut out of one batch over all of them. A step in which
 * nobody is decided about is left out: stage 8 refuses it by name.
 */
export function watchSteps(
  rows: WatchedRows,
  { steps, lastMatured, freshnessHours }: StepsWatched,
  scored: ScoredBatch | ((places: Uint32Array, step: number) => ScoredBatch),
): readonly WatchedStep[] {
  const places = new Map(steps.map((step) => [step, [] as number[]]));
  for (let row = 0; row < rows.step.length; row++) places.get(rows.step[row])?.push(row);
  const withRows = steps.filter((step) => places.get(step)!.length > 0);
  return withRows.map((step) => {
    const at = Uint32Array.from(places.get(step)!);
    const of = (values: Float32Array) => Float32Array.from(at, (row) => values[row]);
    const decidedAt = at.reduce((first, row) => Math.min(first, rows.decidedAt[row]), Number.POSITIVE_INFINITY);
    return {
      step,
      batch: typeof scored === 'function' ? scored(at, step) : { ...takeBatch(scored, at), decidedAt },
      staleHours: staleHours(rows, at, freshnessHours),
      countsFor: rows.countsFor ? of(rows.countsFor) : new Float32Array(at.length).fill(1),
      outcome: step <= lastMatured ? { label: of(rows.y), weight: of(rows.weight) } : null,
    };
  });
}

/** By source: hours by which the newest row that any of these rows was made from was older than it promises. */
function staleHours(
  { maxAvailableAtBySource, decidedAt }: WatchedRows,
  at: Uint32Array,
  freshnessHours: Readonly<Record<string, number>>,
) {
  return Object.fromEntries(
    Object.entries(freshnessHours).map(([source, fresh]) => {
      const newest = at.reduce((most, row) => Math.max(most, maxAvailableAtBySource[source][row] || 0), 0);
      const last = at.reduce((most, row) => Math.max(most, decidedAt[row]), 0);
      return [source, (last - newest) / MS_PER_HOUR - fresh];
    }),
  );
}

/**
 * What the views of a feature set promise. A state is written when it changes: a month without a new one is no outage, so only what
 * is counted in windows or event by event can be stale.
 */
export function freshnessOf({ views }: { readonly views: readonly FeatureView[] }): Readonly<Record<string, number>> {
  const counted = views.filter((view) => view.kind === 'window' || view.kind === 'event');
  return Object.fromEntries(counted.map(({ name, freshnessHours }) => [name, freshnessHours]));
}
