import { take } from '@applied-modeling/evaluation';
import { modelMatrix, type PresentReading } from '@applied-modeling/feature-store';
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
  const rows = rowsOfSomeAccounts(set, auditSettings.accountsReadAgain);
  const ids = [...new Set(Array.from(rows, (row) => set.accountId[row]))];
  const again = await read(ingested, await candidates(ingested, [...decisionSteps, today], ids));
  const accountId = again.spine.keys.account_id as readonly string[];
  const place = new Map(accountId.map((id, row) => [`${id} ${again.spine.decidedAt[row]}`, row]));
  const placeOf = (id: string, decidedAt: number) => {
    const found = place.get(`${id} ${decidedAt}`);
    if (found !== undefined) return found;
    throw new RangeError(
      `read again: ${id} is no candidate at ${new Date(decidedAt).toISOString()}, but was one before`,
    );
  };
  const then = Uint32Array.from(rows, (row) => placeOf(set.accountId[row], set.decidedAt[row]));
  const current = Uint32Array.from(rows, (row) => placeOf(set.accountId[row], now));
  const columns = modelMatrix(again);
  return {
    rows,
    reread: columns.map((column) => take(column, then)),
    current: columns.map((column) => take(column, current)),
    declaredStatic: auditSettings.declaredStatic,
  };
}

/** All rows of every n-th account, about so many accounts: a column had its chance to change. */
function rowsOfSomeAccounts({ cluster }: TrainingSet, accounts: number): Uint32Array {
  const all = cluster.reduce((largest, one) => Math.max(largest, one), 0) + 1;
  const every = Math.max(1, Math.floor(all / accounts));
  const isChosen = (row: number) => cluster[row] % every === 0 && cluster[row] < every * accounts;
  return Uint32Array.from(cluster.keys()).filter(isChosen);
}
