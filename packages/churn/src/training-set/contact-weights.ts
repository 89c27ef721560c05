import type { Ingested } from '../domain.ts';
import { contactDesign } from '../incumbent.ts';
import type { Labels } from '../label.ts';
import { contacts } from '../tables.ts';

/** How contacts were drawn by lot: a persistent holdout, and a chance for everybody else who is listed. */
export interface ContactDesign {
  readonly holdoutShare: number;
  readonly contactShare: number;
}

/**
 * The causal core: the label asks what happens to an account that nobody contacts, and history contacted the accounts it
 * feared for. Rows that were contacted while their label ran are left out, and those that were listed and spared by lot stand
 * in for them, by 1 / P(not contacted while the label ran | what the watch-list did so far).
 *
 * An account that was never listed in these weeks had no chance of being contacted: weight 1. One that was listed and spared
 * stands for all that were listed. Having been spared before makes the holdout likelier, by Bayes: h ← h / (h + (1 − h)(1 − c)^m).
 */
export function weightOf(labels: Contacts, row: number, design: ContactDesign): number {
  if (labels.is_contacted[row] === 1) return 0;
  if (labels.is_listed[row] === 0) return 1;
  return 1 / (1 - chanceOfContact(labels, row, design));
}

/** P(contacted | listed, and what the watch-list did so far). */
export function chanceOfContact(
  labels: Pick<Contacts, 'times_spared' | 'was_contacted'>,
  row: number,
  { holdoutShare, contactShare }: ContactDesign,
): number {
  const spared = (1 - contactShare) ** labels.times_spared[row];
  const inHoldout = labels.was_contacted[row] === 1 ? 0 : holdoutShare / (holdoutShare + (1 - holdoutShare) * spared);
  return (1 - inHoldout) * contactShare;
}

type Contacts = Pick<Labels, 'is_contacted' | 'is_listed' | 'times_spared' | 'was_contacted'>;

/** Known by design in the simulated world; on a person's own data, what their contacts say of it. */
export async function readContactDesign({ lake, relation, source }: Ingested): Promise<ContactDesign> {
  if (source.kind === 'simulated') return contactDesign;
  const entries = relation(contacts);
  if (entries === undefined) return { holdoutShare: 0, contactShare: 0 };
  const found = await lake.query(
    `SELECT
       (SELECT avg(is_holdout::INTEGER) FROM (SELECT account_id, bool_or(is_holdout) AS is_holdout FROM ${entries} GROUP BY ALL)) AS holdout_share,
       (SELECT avg(propensity) FROM ${entries} WHERE NOT is_holdout) AS contact_share`,
  );
  const share = (name: string) => found.numbers(name)[0] || 0;
  // A chance of 1 would leave nobody who stands for the contacted; whoever was spared all the same then counts ten times.
  return { holdoutShare: share('holdout_share'), contactShare: Math.min(0.9, share('contact_share')) };
}
