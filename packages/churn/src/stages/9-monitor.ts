import { applyCalibrator } from '@applied-modeling/evaluation';
import { gainImportance, predictMargin } from '@applied-modeling/gbm';
import type { ScoredBatch, Watch, WatchedStep } from '@applied-modeling/lifecycle';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { FeatureRows, TrainingSet } from '../domain.ts';
import { churnFeatures } from '../features.ts';
import { maturesAfterDays } from '../label.ts';
import type { ScoringModel } from './8-score.ts';

/** What `churn:monitor --replays 20` saved last; committed. */
export const REPLAYS_FILE = new URL('../../monitor.json', import.meta.url);

/** Columns that are watched: the strongest carry nearly all of the gain. */
const WATCHED = 10;
/** Accounts grow older whatever happens: in every world in which nothing happened its drift passed the limit within half a year. */
const AGES: readonly string[] = ['tenure_days'];

interface Watching {
  /** As stage 8 scores. */
  readonly score: (rows: FeatureRows) => ScoredBatch;
  readonly drift: Watch['drift'];
  readonly lastMaturedWeek: number;
}

/**
 * The weeks after training, each scored as stage 8 scores it, with what became of the accounts nobody contacted as far as that has
 * matured. No decision here acts on the world: the rule goes on contacting, and the model looks on.
 */
export function monitor(
  rows: FeatureRows,
  set: TrainingSet,
  { booster, calibrator }: ScoringModel,
  { score, drift, lastMaturedWeek }: Watching,
): Watch {
  const weeks = [...new Set(set.week)].sort((a, b) => a - b);
  return {
    drift,
    watched: gainImportance(booster)
      .map(({ feature }) => feature)
      .filter((feature) => !AGES.includes(feature))
      .slice(0, WATCHED),
    chanceOf: ({ columns }) =>
      applyCalibrator(calibrator, Float64Array.from(predictMargin(booster, columns as readonly Float32Array[]))),
    maturesAfter: Math.ceil(maturesAfterDays / 7),
    steps: weeks.map((week) => {
      const places = Uint32Array.from(set.week.keys()).filter((at) => set.week[at] === week);
      const of = (values: Float32Array) => Float32Array.from(places, (at) => values[at]);
      return {
        step: week,
        batch: score({ ...rows, eligible: Uint32Array.from(places, (at) => rows.eligible[at]) }),
        staleHours: staleHours(set, places),
        outcome: week <= lastMaturedWeek ? { label: of(set.y), weight: of(set.weight) } : null,
      } satisfies WatchedStep;
    }),
  };
}

/**
 * By source, how much older than it promises the newest row was that any account of the week had. A state is written when it changes:
 * a month without a new account is no outage, so only what is counted in windows can be stale.
 */
function staleHours({ maxAvailableAtBySource, decidedAt }: TrainingSet, places: Uint32Array) {
  const windows = churnFeatures.views.filter((view) => view.kind === 'window');
  return Object.fromEntries(
    windows.map(({ name, freshnessHours }) => {
      const newest = places.reduce((most, at) => Math.max(most, maxAvailableAtBySource[name][at] || 0), 0);
      return [name, (decidedAt[places[0]] - newest) / MS_PER_HOUR - freshnessHours];
    }),
  );
}
