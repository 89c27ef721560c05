import { Refusal, type Source } from '@applied-modeling/command';
import type { Calendar } from '@applied-modeling/evaluation';
import { type AskedTables, describeFiles, type LakeOptions, readSource } from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_WEEK } from '@applied-modeling/synthetic';
import type { Ingested } from '../domain.ts';
import { maturesAfterDays } from '../label.ts';
import { minimumHistoryWeeks, planCalendar } from '../settings.ts';
import { accounts, OPTIONAL_TABLES, REQUIRED_TABLES, usageDaily } from '../tables.ts';

/**
 * Opens the tables the question is answered from, and nothing that was not known by `now`.
 *
 * A simulated world and a person's own files come in through the same contracts; from here on nobody can tell which it was,
 * except that only a simulation has a truth to be judged by. Own files are refused as a whole, with every reason at once.
 */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  const read = await readSource(source, askedTables(), options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, { of: usageDaily, weeks: minimumHistoryWeeks() });
}

function askedTables(): AskedTables<Calendar> {
  const because = `a label takes ${maturesAfterDays} days to mature and training, calibration and test must not share one`;
  return {
    required: REQUIRED_TABLES,
    optional: OPTIONAL_TABLES,
    facts: usageDaily,
    entities: accounts,
    history: { step: 'week', row: 'day', minimum: { steps: minimumHistoryWeeks(), because } },
    plan: planCalendar,
    standIns: (epoch, weeks) => ({ calendar: flatCalendar(epoch, weeks) }),
  };
}

/** Without a published calendar every day is an ordinary one. */
function flatCalendar(epoch: number, weeks: number): string {
  const first = isoDate(epoch - 53 * MS_PER_WEEK);
  return `(SELECT DATE '${first}' + day::INTEGER AS calendar_date, 1.0::DOUBLE AS usage_factor FROM range(${(weeks + 106) * 7}) AS days(day))`;
}
