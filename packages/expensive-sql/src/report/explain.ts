import { take } from '@applied-modeling/evaluation';
import { featureWords, modelColumns } from '@applied-modeling/feature-store';
import { gainImportance } from '@applied-modeling/gbm';
import { explainLearned } from '@applied-modeling/learned';
import * as report from '@applied-modeling/report';
import { decimal, percent } from '@applied-modeling/report';
import { marginsOf } from '../evaluation/scorers.ts';
import { queryFeatures } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What the classifier goes by, and three queries: its surest, its least sure, and the one it was most wrong about. */
export async function explainSections({ model, set, audit }: JudgedRun): Promise<readonly report.Section[]> {
  if (!audit.passed) return [];
  const rows = model.fold.test;
  const section = await report.explainChances({
    ...{ rows, names: set.modelColumns, words: FEATURE_WORDS, outcome: take(set.y, rows) },
    ...{ calibrator: model.calibrator, margin: marginsOf(set, model, rows) },
    ...('trees' in model.chance && { gain: gainImportance(model.chance) }),
    tell: (at, chance) => {
      const row = rows[at];
      return `${set.statementId[row]} on day ${set.day[row]}, of ${set.tableNames[row].join(', ')}: ${percent(chance, 0)}, and it took ${decimal(set.cpuSeconds[row], 0)} CPU-seconds`;
    },
    explain: (some) => explainLearned(model.chance, modelColumns(set), some),
    code: ['report/explain.ts', 'training-set/query-columns.ts'],
  });
  return [section];
}

/** What the names of features do not say: of the past as it is defined, of texts and tables here. */
export const FEATURE_WORDS: Readonly<Record<string, string>> = {
  expected_log_cpu: 'cost a gigabyte × gigabytes, in logs',
  same_size_expected_log_cpu: 'cost a gigabyte at this size × gigabytes, in logs',
  table_expected_log_cpu: "table's cost a gigabyte × gigabytes, in logs",
  ...featureWords(queryFeatures),
  log_scan_gb: 'gigabytes its dates leave, in logs',
  log_read_gb: 'gigabytes it reads, in logs',
  log_largest_gb: 'gigabytes of its largest table, in logs',
  log_second_gb: 'gigabytes of its second table, in logs',
  log_statistics_gb: 'gigabytes by ANALYZE, in logs',
  statistics_age_days: 'age of the statistics, days',
  log_days: 'days of partitions, in logs',
  unpruned_tables: 'tables read from end to end',
  unknown_tables: 'tables nobody knows',
};
