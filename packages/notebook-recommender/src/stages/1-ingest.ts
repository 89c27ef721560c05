import { Refusal, type Source } from '@applied-modeling/command';
import { describeFiles, type LakeOptions, readSource } from '@applied-modeling/lakehouse';
import type { Ingested } from '../domain.ts';
import { maturesAfterDays } from '../label.ts';
import { minimumHistoryDays, planCalendar } from '../settings.ts';
import { aclEvents, actions, impressions, lineage, OPTIONAL_TABLES, REQUIRED_TABLES, users } from '../tables.ts';

/**
 * Opens the tables, and nothing that was not known by `now`. The world and a person's own list of what people opened pass the same
 * contracts; of an own one it is said what it cannot tell.
 */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  const minimum = { steps: minimumHistoryDays(), because: `a label takes ${maturesAfterDays} days to mature` };
  const asked = {
    ...{ required: REQUIRED_TABLES, optional: OPTIONAL_TABLES, facts: actions, plan: planCalendar },
    history: { step: 'day', row: 'hour', minimum },
    unknownWithout: UNKNOWN_WITHOUT,
  } as const;
  const read = await readSource(source, asked, options);
  if (read.kind === 'refused') throw new Refusal(read.subject, read.problems);
  return read.tables;
}

/** What a person's own files may be. */
export function explainData(): string {
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, { of: actions, weeks: Math.ceil(minimumHistoryDays() / 7) });
}

const UNKNOWN_WITHOUT = [
  [
    impressions,
    'without impressions a notebook that somebody opens by himself stands for a success, and where it stood nobody knows',
  ],
  [users, 'without users there are no teams, and everybody is in one tenant'],
  [aclEvents, 'without acl_events whoever is in the tenant may open everything: permission was not tested'],
  [lineage, 'without lineage nobody knows which tables were read: a new task looks like any other'],
] as const;
