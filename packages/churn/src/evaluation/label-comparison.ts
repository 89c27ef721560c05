import { featureColumn } from '@applied-modeling/feature-store';
import type { FeatureRows } from '../domain.ts';
import { eligibility, isCollapse, type Labels, whyUnsteady } from '../label.ts';

/** One of three readings of "churn", on every candidate row, eligible or not. */
export interface LabelComparison {
  readonly label: 'usage collapse' | 'account closure' | 'non-renewal';
  readonly baseRate: number;
  /** Share of positives whose usage had already collapsed when the decision was made: the label predicts the past. */
  readonly alreadyGone: number;
  /** Share that had stopped in the last week alone, so that four weeks of usage still looked steady. */
  readonly goneLastWeek: number;
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
  const lastWeek = featureColumn(known, 'billed_ratio_7_84');
  const isGone = (row: number) =>
    whyUnsteady({ usageRatio28To84: ratio[row], usageRatio7To84: lastWeek[row] }) !== undefined;
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
      baseRate: positives.length / rows.length,
      alreadyGone: share(isGone),
      goneLastWeek: share((row) => isGone(row) && ratio[row] >= eligibility.minimumUsageRatio28To84),
      agreesWithUsage: share(collapses),
    };
  });
}
