import { Refusal, type Source } from '@applied-modeling/command';
import { describeFiles, type LakeOptions, readSource } from '@applied-modeling/lakehouse';
import type { Ingested } from '../domain.ts';
import { maturesAfterDays } from '../label.ts';
import { minimumHistoryDays, planCalendar } from '../settings.ts';
import { OPTIONAL_TABLES, queryHistory, REQUIRED_TABLES, tableSnapshots, warehouseLoad } from '../tables.ts';

/**
 * Opens the tables, and nothing that was not known by `now`. The world and a person's own export of the query history pass the
 * same contracts; of an own one it is said what it cannot tell.
 */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  const minimum = { steps: minimumHistoryDays(), because: `a label takes ${maturesAfterDays} days to mature` };
  const asked = {
    ...{ required: REQUIRED_TABLES, optional: OPTIONAL_TABLES, facts: queryHistory, plan: planCalendar },
    history: { step: 'day', row: 'hour', minimum },
  } as const;
  const read = await readSource(source, asked, options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return source.kind === 'files' ? ownHistory(read.tables, source.dir) : read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  const weeks = Math.ceil(minimumHistoryDays() / 7);
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, { of: queryHistory, weeks });
}

/** What no contract of a single column can see, and what absent tables leave unknown. */
async function ownHistory(ingested: Ingested, dir: string): Promise<Ingested> {
  const { lake, versions, notes } = ingested;
  const backwards = await lake.query(
    'SELECT statement_id FROM query_history WHERE end_time < start_time OR available_at < end_time ORDER BY statement_id',
  );
  if (backwards.rowCount > 0) {
    const examples = backwards.strings('statement_id').slice(0, 3).join(', ');
    lake.close();
    throw new Refusal(`${dir} was not used`, [
      `query_history: ${backwards.rowCount} statements end before they start, or were logged before they ended, such as ${examples}`,
    ]);
  }
  const unknown = UNKNOWN_WITHOUT.filter(([{ name }]) => versions[name] === undefined).map(([, words]) => words);
  return { ...ingested, notes: [...notes, ...unknown] };
}

const UNKNOWN_WITHOUT = [
  [
    tableSnapshots,
    'without table_snapshots nobody knows how much a query reads: its template and its dates have to tell',
  ],
  [warehouseLoad, 'without warehouse_load every pool is taken to be half busy when a decision is priced'],
] as const;
