import { take } from '@applied-modeling/evaluation';
import { featureWords } from '@applied-modeling/feature-store';
import { explainRows, gainImportance } from '@applied-modeling/gbm';
import * as report from '@applied-modeling/report';
import { dayInWords, decimal, percent } from '@applied-modeling/report';
import { marginsOf } from '../evaluation/scorers.ts';
import { jobFeatures } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';
import { pageColumns } from '../training-set/page-features.ts';

/** What the classifier uses, and three of the pages it sent: its surest, its least sure, and the one it was most wrong about. */
export async function explainSections(run: JudgedRun): Promise<readonly report.Section[]> {
  const { model, set, audit, evaluation } = run;
  const rows = take(model.fold.test, evaluation.paging.modelPages);
  if (!audit.passed || rows.length === 0) return [];
  const { names, columns } = pageColumns(set, model.counterfactual, rows);
  const section = await report.explainChances({
    ...{
      names,
      words: FEATURE_WORDS,
      rows: Uint32Array.from(rows.keys()),
      among: 'its pages',
      outcome: take(set.y, rows),
    },
    ...{ calibrator: model.calibrator, margin: marginsOf(set, model, rows), gain: gainImportance(model.booster) },
    tell: (at, chance) => {
      const [took, instead] = [set.minutes, set.expectedMinutes].map((minutes) => decimal(minutes[rows[at]], 0));
      return `${set.jobId[rows[at]]} on ${dayInWords(set.startedMs[rows[at]])}: ${percent(chance, 0)}, and it took ${took} minutes instead of ${instead}`;
    },
    explain: (some) => explainRows(model.booster, { names, columns }, some),
    code: ['report/explain.ts', 'training-set/page-features.ts'],
  });
  return [section];
}

/** What the names of features do not say: of the past as it is defined, of the counterfactual here. */
export const FEATURE_WORDS = {
  ...featureWords(jobFeatures),
  gb_against_30: 'bytes against the usual, in logs',
  drift_8: 'last 8 runs against 30, in logs',
  spread_30: 'spread of 30 runs, in logs',
  expected_ratio: 'counterfactual over expected, in logs',
  spread: 'its spread, in logs',
  elapsed_z: 'elapsed over it, in its spreads',
  limit_z: 'limit over it, in its spreads',
  elapsed_against_limit: 'elapsed over the limit, in logs',
};
