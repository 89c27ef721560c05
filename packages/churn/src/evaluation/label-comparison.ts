import { featureColumn } from '@applied-modeling/feature-store';
import type { FeatureRows } from '../domain.ts';
import { eligibility, isCollapse, type Labels } from '../label.ts';

/** One of three readings of "churn", on every candidate row, eligible or not. */
export interface LabelComparison {
  readonly label: 'usage collapse' | 'account closure' | 'non-renewal';
  readonly positives: number;
  readonly baseRate: number;
  /** Share of positives whose usage had already collapsed when the decision was made: the label predicts the past. */
  readonly alreadyGone: number;
  /** Share of positives that the usage label calls positive as well. */
  readonly agreesWithUsage: number;
}

/**
 * Three readings of the word "churn" on the same account-weeks, eligible or not: how often each happens, how often it was
 * plain to see already when the decision was made, and how far they agree. A label that is mostly foregone conclusions gives
 * splendid metrics and a useless queue.
 */
export function compareLabels(known: FeatureRows, labels: Labels): readonly LabelComparison[] {
  const baseline = featureColumn(known, 'baseline_dbu_per_day');
  const ratio = featureColumn(known, 'usage_ratio_28_84');
  const isGone = (row: number) => ratio[row] < eligibility.minimumUsageRatio28To84;
  const collapses = (row: number) => isCollapse(labels.future_dbu_per_day[row], baseline[row]);
  const readings: readonly [LabelComparison['label'], (row: number) => boolean][] = [
    ['usage collapse', collapses],
    ['account closure', (row) => labels.closes_in_days[row] >= 0],
    ['non-renewal', (row) => labels.is_not_renewed[row] === 1],
  ];
  const isUsed = (row: number) => baseline[row] > 0 && labels.is_paused[row] === 0;
  const rows = Uint32Array.from(labels.is_paused.keys()).filter(isUsed);
  return readings.map(([label, isPositive]) => {
    const positives = rows.filter(isPositive);
    const share = (test: (row: number) => boolean) => positives.filter(test).length / positives.length;
    return {
      label,
      positives: positives.length,
      baseRate: positives.length / rows.length,
      alreadyGone: share(isGone),
      agreesWithUsage: share(collapses),
    };
  });
}
