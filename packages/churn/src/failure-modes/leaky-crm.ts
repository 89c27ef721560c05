import { Refusal } from '@applied-modeling/command';
import { isoDate } from '@applied-modeling/synthetic';
import type { FeatureRows, Ingested } from '../domain.ts';
import { features } from '../stages/2-features.ts';
import { crm } from '../tables.ts';

/**
 * The planted leak (`--plant-leak`): joins what the CRM says today onto decisions made years ago. The fields are overwritten
 * in place after an account has left, so they know the outcome. Everybody has seen this join; the audit has to refuse it.
 */
export async function plantLeak(ingested: Ingested, honest: FeatureRows): Promise<FeatureRows> {
  if (ingested.source.kind !== 'simulated') {
    throw new Refusal('--plant-leak', ['your own data has no planted CRM table; use it with the simulated world']);
  }
  const said = await ingested.lake.query(
    `SELECT
       account_id,
       (health_status = 'red')::INTEGER AS crm_is_red,
       (stage = 'closed_lost')::INTEGER AS crm_is_closed_lost,
       last_note_sentiment AS crm_last_note_sentiment,
       current_workspace_count AS crm_current_workspace_count
     FROM ${ingested.lake.latest(crm)}`,
  );
  const rowOf = new Map(said.strings('account_id').map((id, row) => [id, row]));
  const accountId = honest.spine.keys.account_id as readonly string[];
  const leaked = ['crm_is_red', 'crm_is_closed_lost', 'crm_last_note_sentiment', 'crm_current_workspace_count'];
  const columns = leaked.map((name) => {
    const values = said.numbers(name);
    return Float32Array.from(accountId, (id) => values[rowOf.get(id) ?? -1] ?? Number.NaN);
  });
  const writtenAt = ingested.lake.snapshot(crm.name).timestamp;
  return {
    ...honest,
    names: [...honest.names, ...leaked],
    columns: [...honest.columns, ...columns],
    modelColumns: [...honest.modelColumns, ...leaked],
    maxAvailableAtBySource: {
      ...honest.maxAvailableAtBySource,
      [`crm (overwritten ${isoDate(writtenAt)})`]: new Float64Array(honest.rowCount).fill(writtenAt),
    },
    fingerprint: `${honest.fingerprint}-leaked`,
  };
}

/** The stage `features`, with the planted columns wherever it is called. */
export const leakyFeatures: typeof features = async (ingested, ...asked) =>
  plantLeak(ingested, await features(ingested, ...asked));
