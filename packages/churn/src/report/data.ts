import { type Block, count, percent, table } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** The account-weeks that were left out, and why. */
export function eligibilityTable({ set: { rows, excluded } }: JudgedRun): Block {
  const all = Object.values(excluded).reduce((sum, n) => sum + n, rows);
  return table({
    caption: 'Account-weeks by eligibility, judged by what was known at the decision and nothing later.',
    rows: Object.entries({ eligible: rows, ...excluded }).map(([reason, n]) => ({
      'account-weeks': reason,
      rows: count(n),
      share: percent(n / all),
    })),
  });
}
