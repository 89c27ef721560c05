import { compareReadings } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { FeatureRows } from '../domain.ts';
import { eligibility, isCollapse, type Labels, whyUnsteady } from '../label.ts';

/** Three readings of the word "churn" on the same account-weeks, eligible or not. */
export function compareLabels(known: FeatureRows, labels: Labels) {
  const [baseline, ratio, lastWeek] = ['baseline_dbu_per_day', 'usage_ratio_28_84', 'billed_ratio_7_84'].map((name) =>
    featureColumn(known, name),
  );
  const isGone = (row: number) =>
    whyUnsteady({ usageRatio28To84: ratio[row], usageRatio7To84: lastWeek[row] }) !== undefined;
  const isUsed = (row: number) => baseline[row] > 0 && labels.is_paused[row] === 0;
  const collapses = (row: number) => isCollapse(labels.future_dbu_per_day[row], baseline[row]);
  const compared = compareReadings(Uint32Array.from(labels.is_paused.keys()).filter(isUsed), [
    { label: 'usage collapse', isPositive: collapses },
    { label: 'account closure', isPositive: (row) => labels.closes_in_days[row] >= 0 },
    { label: 'non-renewal', isPositive: (row) => labels.is_not_renewed[row] === 1 },
  ]);
  return compared.map(({ label, baseRate, share, agreesWithFirst }) => ({
    ...{ label, baseRate },
    /** Share of positives whose usage had collapsed already when the decision was made: the label predicts the past. */
    alreadyGone: share(isGone),
    /** Share that had stopped in the last week alone, so that four weeks of usage still looked steady. */
    goneLastWeek: share((row) => isGone(row) && ratio[row] >= eligibility.minimumUsageRatio28To84),
    agreesWithUsage: agreesWithFirst,
  }));
}

export type LabelComparison = ReturnType<typeof compareLabels>[number];
