import { applyCalibrator, take } from '@applied-modeling/evaluation';
import { featureWords, modelColumns } from '@applied-modeling/feature-store';
import { gainImportance } from '@applied-modeling/gbm';
import { explainLearned } from '@applied-modeling/learned';
import * as report from '@applied-modeling/report';
import { percent } from '@applied-modeling/report';
import { pageFeatures, slateFeatures } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';
import { asRead } from '../training-set/line-columns.ts';
import { marginsShown } from '../training-set/margins.ts';

/** What the model goes by, and three suggestions: its surest, its least sure, and the one it was most wrong about. */
export async function explainSections({ model, set, audit }: JudgedRun): Promise<readonly report.Section[]> {
  if (!audit.passed) return [];
  const { learned } = model;
  const read = asRead(learned, modelColumns(set));
  const rows = model.fold.test;
  const score = applyCalibrator(model.calibrator, marginsShown(set, model, rows));
  const outcome = take(set.y, rows);
  const section = await report.explainSection({
    ...{ rows, score, outcome, names: read.names, words: WORDS, unit: 'log-odds' },
    step: '0.7 more doubles the odds',
    ...('trees' in learned && { gain: gainImportance(learned) }),
    tell: (at) => {
      const { userId } = set.requests;
      const row = rows[at];
      return `${set.notebookId[row]} for ${userId[set.request[row]]} in place ${set.position[row]}: ${percent(score[at], 0)}, and it ${outcome[at] === 1 ? 'helped' : 'did not help'}`;
    },
    explain: (some) => explainLearned(learned, read, some),
    code: ['report/explain.ts', 'features.ts', 'candidates.ts'],
  });
  return [section];
}

/** What the names of features do not say: of windows as they are defined, of retrieval here. */
// biome-ignore format: read as a table
const WORDS: Readonly<Record<string, string>> = {
  ...featureWords(slateFeatures), ...featureWords(pageFeatures),
  tables_read: 'tables you read in a day', fresh_reads: 'tables you read in a day that none of your notebooks reads',
  used_items: 'notebooks you used', permitted: 'notebooks you may open', own_rank: 'its place among what you used last, from 0',
  table_overlap: 'of the tables you read in a day, the share it reads too', is_owner: 'you own it',
  tables_in_common: 'tables you read in a day that it reads too', notebook_age_days: 'its age, days',
  co_use: 'how often it is opened together with what you used last', position: 'where it stood on the slate',
};
