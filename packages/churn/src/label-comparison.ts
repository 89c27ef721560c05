import { type TrainingSet as FeatureRows, featureColumn } from '@applied-modeling/feature-store';
import type { LabelComparison } from './domain.ts';
import { eligibility, isCollapse } from './label.ts';

/**
 * Three readings of the word "churn" on the same account-weeks, eligible or not: how often each happens, how often it was
 * plain to see already when the decision was made, and how far they agree. A label that is mostly foregone conclusions gives
 * splendid metrics and a useless queue.
 */
export function compareLabels(all: FeatureRows): readonly LabelComparison[] {
  const column = (name: string) => all.carried[name] as Float64Array;
  const baseline = featureColumn(all, 'baseline_dbu_per_day');
  const ratio = featureColumn(all, 'usage_ratio_28_84');
  const isActive = (row: number) => baseline[row] > 0 && column('is_paused')[row] === 0;
  const isGone = (row: number) => ratio[row] < eligibility.minimumUsageRatio28To84;
  const collapses = (row: number) => isCollapse(column('future_dbu_per_day')[row], baseline[row]);
  const labels: readonly [LabelComparison['label'], (row: number) => boolean][] = [
    ['usage collapse', collapses],
    ['account closure', (row) => column('closes_in_days')[row] >= 0],
    ['non-renewal', (row) => column('is_not_renewed')[row] === 1],
  ];
  const rows = Array.from({ length: all.rowCount }, (_, row) => row).filter(isActive);
  return labels.map(([label, isPositive]) => {
    const positives = rows.filter(isPositive);
    const share = (test: (row: number) => boolean) =>
      positives.length === 0 ? Number.NaN : positives.filter(test).length / positives.length;
    return {
      label,
      positives: positives.length,
      baseRate: positives.length / rows.length,
      alreadyGone: share(isGone),
      agreesWithUsage: share(collapses),
    };
  });
}
