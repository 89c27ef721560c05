import { Refusal } from '@applied-modeling/command';
import { joinById, withColumns } from '@applied-modeling/feature-store';
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
  const names = ['crm_is_red', 'crm_is_closed_lost', 'crm_last_note_sentiment', 'crm_current_workspace_count'];
  const columns = joinById(said, 'account_id', honest.spine.keys.account_id as readonly string[], names);
  const { timestamp: availableAt } = ingested.lake.snapshot(crm.name);
  return withColumns(honest, { names, columns, source: `crm (overwritten ${isoDate(availableAt)})`, availableAt });
}

/** The stage `features`, with the planted columns wherever it is called. */
export const leakyFeatures: typeof features = async (ingested, ...asked) =>
  plantLeak(ingested, await features(ingested, ...asked));
