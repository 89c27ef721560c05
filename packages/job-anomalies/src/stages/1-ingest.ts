import { Refusal, type Source } from '@applied-modeling/command';
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
  const problems = labelProblems(labelContract);
  if (problems.length > 0) throw new Refusal('label.ts: no run can be judged by this label', problems);
  const read = await readSource(source, askedTables(), options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return source.kind === 'files' ? ownRuns(read.tables, source.dir) : read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  const history = { of: jobRunTimeline, weeks: Math.ceil(minimumHistoryDays() / 7) };
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, history);
}

function askedTables(): AskedTables<Calendar> {
  const minimum = { steps: minimumHistoryDays(), because: `a label takes ${maturesAfterDays} days to mature` };
  return {
    required: REQUIRED_TABLES,
    optional: OPTIONAL_TABLES,
    facts: jobRunTimeline,
    history: { step: 'day', row: 'hour', minimum },
    plan: planCalendar,
  };
}

/** What no contract of a single row can see, and what absent tables leave unknown. */
async function ownRuns(ingested: Ingested, dir: string): Promise<Ingested> {
  const { lake, relation, versions, notes } = ingested;
  const slices = relation(jobRunTimeline);
  const odd = async (ids: string, words: string) => {
    const found = await lake.query(ids);
    const examples = Array.from(found.numbers('run_id').slice(0, 3)).join(', ');
    return found.rowCount === 0 ? [] : [`job_run_timeline: ${found.rowCount} runs ${words}, such as ${examples}`];
  };
  const problems = [
    ...(await odd(
      `SELECT DISTINCT run_id FROM ${slices} WHERE period_end < period_start ORDER BY run_id`,
      'have a period_end before their period_start',
    )),
    ...(await odd(
      `SELECT run_id FROM ${slices} GROUP BY run_id HAVING count(DISTINCT job_id) > 1 ORDER BY run_id`,
      'belong to more than one job; give every run an id of its own',
    )),
  ];
  if (problems.length > 0) {
    lake.close();
    throw new Refusal(`${dir} was not used`, problems);
  }
  const unknown = UNKNOWN_WITHOUT.filter(([{ name }]) => versions[name] === undefined).map(([, words]) => words);
  return { ...ingested, notes: [...notes, ...unknown] };
}

const UNKNOWN_WITHOUT = [
  [tableCommits, 'without table_commits a run that had more to read looks slow, to the label as to the model'],
  [jobs, 'without jobs every minute is priced as one of tier 3, and all runs are of one team'],
  [deploys, 'without deploys a regression is known by its slow runs alone'],
] as const;
