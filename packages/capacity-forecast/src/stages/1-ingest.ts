import { Refusal, refuseIfAny, type Source } from '@applied-modeling/command';
import type { Calendar } from '@applied-modeling/evaluation';
import { type AskedTables, describeFiles, type LakeOptions, readSource } from '@applied-modeling/lakehouse';
import type { Ingested } from '../domain.ts';
import { labelContract, labelProblems, maturesAfterDays } from '../label.ts';
import { minimumHistoryWeeks, planCalendar } from '../settings.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES, series, usageHourly } from '../tables.ts';

/**
 * Opens the tables the levels are planned from, as they were known at `now`; that week's Monday comes after the last correction.
 *
 * A simulated world and a person's own files pass the same contracts. Only the first has a truth to be judged by; the second are
 * refused as a whole, with every reason at once.
 */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  refuseIfAny('label.ts: no level can be planned for this label', labelProblems(labelContract));
  const read = await readSource(source, askedTables(), options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, { of: usageHourly, weeks: minimumHistoryWeeks() });
}

function askedTables(): AskedTables<Calendar> {
  const because = `a level is judged ${maturesAfterDays} days after it was decided, and training, calibration and test must not share a week`;
  const minimum = { steps: minimumHistoryWeeks(), because };
  return {
    required: REQUIRED_TABLES,
    optional: OPTIONAL_TABLES,
    facts: usageHourly,
    entities: series,
    history: { step: 'week', row: 'hour', correctionDays: labelContract.correctionDays, minimum },
    plan: planCalendar,
  };
}
