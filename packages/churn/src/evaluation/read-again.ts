import { type PresentReading, presentReading, rowsOfSomeEntities } from '@applied-modeling/feature-store';
import { candidates } from '../candidates.ts';
import type { Ingested, TrainingSet } from '../domain.ts';
import { auditSettings } from '../settings.ts';
import type { features } from '../stages/2-features.ts';

/**
 * Reads some accounts' decisions a second time, as the tables stand today, and the same accounts as of today. What was known
 * at a decision cannot change afterwards, so the second reading must say what the training set says; and a column whose past
 * is everywhere its present was never read as of anything.
 *
 * `read` is how the training set got its columns. Ids that migrated are read with their successors.
 */
export async function readAgain(ingested: Ingested, set: TrainingSet, read: typeof features): Promise<PresentReading> {
  const { decisionSteps, historySteps: today, now } = ingested.calendar;
  const { accountsReadAgain, declaredStatic } = auditSettings;
  const rows = rowsOfSomeEntities(set.cluster, accountsReadAgain);
  const ids = [...new Set(Array.from(rows, (row) => set.accountId[row]))];
  const again = await read(ingested, await candidates(ingested, [...decisionSteps, today], ids));
  const { accountId: entityId, decidedAt } = set;
  return presentReading(again, { rows, entityId, decidedAt }, { key: 'account_id', now, declaredStatic });
}
