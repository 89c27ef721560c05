import type { PresentReading } from '@applied-modeling/feature-store';
import type { Ingested, TrainingSet } from './domain.ts';
import { type ReadRows, readFeatures } from './read-features.ts';
import type { AccountSample } from './sample-accounts.ts';
import { auditSettings } from './settings.ts';

/**
 * Reads some accounts' decisions a second time, as the tables stand today, and the same accounts as of today. What was known
 * at a decision cannot change afterwards, so the second reading must say what the training set says; and a column whose past
 * is everywhere its present was never read as of anything.
 *
 * `join` adds whatever columns the training set has beyond the features, in the way it got them.
 */
export async function readAgain(
  ingested: Ingested,
  sample: AccountSample,
  set: TrainingSet,
  join: (rows: ReadRows) => Promise<ReadRows> = async (rows) => rows,
): Promise<PresentReading> {
  const chosen = [...new Set(sample.rows.map((row) => set.cluster[row]))].slice(0, auditSettings.accountsReadAgain);
  const isChosen = new Set(chosen);
  const rows = sample.rows.filter((row) => isChosen.has(set.cluster[row]));
  const ids = [...new Set(Array.from(rows, (row) => set.accountId[row]))];
  const placeToday = new Map(ids.map((id, index) => [id, rows.length + index]));
  const wanted = {
    accountId: [...Array.from(rows, (row) => set.accountId[row]), ...ids],
    decidedAt: Float64Array.from([
      ...Array.from(rows, (row) => set.decidedAt[row]),
      ...ids.map(() => ingested.calendar.now),
    ]),
  };
  const { lake } = ingested;
  const { columns } = await join(await readFeatures({ lake, relation: sample.relation }, wanted, 'as-of'));
  return {
    rows,
    reread: columns.map((column) => column.subarray(0, rows.length)),
    current: columns.map((column) => Float32Array.from(rows, (row) => column[placeToday.get(set.accountId[row])!])),
    declaredStatic: auditSettings.declaredStatic,
  };
}
