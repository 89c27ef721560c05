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
    contradictions: [
      {
        ...{ of: queryHistory, id: 'statement_id', where: 'end_time < start_time OR available_at < end_time' },
        words: 'statements end before they start, or were logged before they ended',
      },
    ],
    unknownWithout: [
      [
        tableSnapshots,
        'without table_snapshots nobody knows how much a query reads: its template and its dates have to tell',
      ],
      [warehouseLoad, 'without warehouse_load every pool is taken to be half busy when a decision is priced'],
    ],
  } as const;
  const read = await readSource(source, asked, options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  const weeks = Math.ceil(minimumHistoryDays() / 7);
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, { of: queryHistory, weeks });
}
