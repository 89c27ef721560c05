import type { DrawnBefore, LotteryDesign } from '@applied-modeling/evaluation';
import type { Ingested } from '../domain.ts';
import { contactDesign } from '../incumbent.ts';
import type { Labels } from '../label.ts';
import { contacts } from '../tables.ts';

/**
 * The causal core: the label asks what happens to an account that nobody contacts, and history contacted the accounts it
 * feared for. Rows that were contacted while their label ran are left out, and those that were listed and spared by lot stand
 * in for them (`untreatedWeight`). An account that was never listed in these weeks had no chance of being contacted: weight 1.
 */
export function drawOf(labels: Labels, row: number): DrawnBefore & Readonly<Record<'isDrawn' | 'isTreated', boolean>> {
  return {
    ...{ isDrawn: labels.is_listed[row] === 1, isTreated: labels.is_contacted[row] === 1 },
    ...{ wasTreated: labels.was_contacted[row] === 1, timesSpared: labels.times_spared[row] },
  };
}

/** Known by design in the simulated world; on a person's own data, what their contacts say of it. */
export async function readContactDesign({ lake, relation, source }: Ingested): Promise<LotteryDesign> {
  const { holdoutShare, contactShare: treatedShare } = contactDesign;
  if (source.kind === 'simulated') return { holdoutShare, treatedShare };
  const entries = relation(contacts);
  if (entries === undefined) return { holdoutShare: 0, treatedShare: 0 };
  const found = await lake.query(
    `SELECT
       (SELECT avg(is_holdout::INTEGER) FROM (SELECT account_id, bool_or(is_holdout) AS is_holdout FROM ${entries} GROUP BY ALL)) AS holdout_share,
       (SELECT avg(propensity) FROM ${entries} WHERE NOT is_holdout) AS contact_share`,
  );
  const share = (name: string) => found.numbers(name)[0] || 0;
  // A chance of 1 would leave nobody who stands for the contacted; whoever was spared all the same then counts ten times.
  return { holdoutShare: share('holdout_share'), treatedShare: Math.min(0.9, share('contact_share')) };
}
