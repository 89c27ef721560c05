import { Refusal, type Source } from '@applied-modeling/command';
import { describeFiles, type LakeOptions, readSource } from '@applied-modeling/lakehouse';
import type { Ingested } from '../domain.ts';
import { maturesAfterDays } from '../label.ts';
import { minimumHistoryWeeks, planCalendar } from '../settings.ts';
import { readings } from '../tables.ts';

/** Opens the tables, and nothing that was not known by `now`. The world and a person's own files pass the same contracts. */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  const minimum = { steps: minimumHistoryWeeks(), because: `a label takes ${maturesAfterDays} days to mature` };
  const history = { step: 'week', row: 'day', minimum } as const;
  const asked = { required: [readings], optional: [], facts: readings, history, plan: planCalendar };
  const read = await readSource(source, asked, options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  return describeFiles([readings], [], { of: readings, weeks: minimumHistoryWeeks() });
}
