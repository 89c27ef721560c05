import { Refusal, refuseIfAny, type Source } from '@applied-modeling/command';
import type { Calendar } from '@applied-modeling/evaluation';
import { type AskedTables, describeFiles, type LakeOptions, readSource } from '@applied-modeling/lakehouse';
import type { Ingested } from '../domain.ts';
import { labelContract, labelProblems, maturesAfterDays } from '../label.ts';
import { minimumHistoryDays, planCalendar } from '../settings.ts';
import { deploys, jobRunTimeline, jobs, OPTIONAL_TABLES, REQUIRED_TABLES, tableCommits } from '../tables.ts';

/**
 * Opens the tables, and nothing that was not known by `now`. The world and a person's own files pass the same contracts; of own
 * files it is said what they cannot tell.
 */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  refuseIfAny('label.ts: no run can be judged by this label', labelProblems(labelContract));
  const read = await readSource(source, askedTables(), options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  const history = { of: jobRunTimeline, weeks: Math.ceil(minimumHistoryDays() / 7) };
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, history);
}

function askedTables(): AskedTables<Calendar> {
  const minimum = { steps: minimumHistoryDays(), because: `a label takes ${maturesAfterDays} days to mature` };
  const runs = { of: jobRunTimeline, id: 'run_id' };
  return {
    ...{ required: REQUIRED_TABLES, optional: OPTIONAL_TABLES, facts: jobRunTimeline, plan: planCalendar },
    history: { step: 'day', row: 'hour', minimum },
    contradictions: [
      { ...runs, where: 'period_end < period_start', words: 'runs have a period_end before their period_start' },
      {
        ...runs,
        having: 'count(DISTINCT job_id) > 1',
        words: 'runs belong to more than one job; give every run its own id',
      },
    ],
    unknownWithout: [
      [tableCommits, 'without table_commits a run that had more to read looks slow, to the label as to the model'],
      [jobs, 'without jobs every minute is priced as one of tier 3, and all runs are of one team'],
      [deploys, 'without deploys a regression is known by its slow runs alone'],
    ],
  };
}
