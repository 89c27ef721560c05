import { type Block, count, dataSection as describeData, percent, type Section, table } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** What the run was made of: tables, what ingestion noticed in them, and the account-weeks that were left out. */
export function dataSection({ ingested, set }: JudgedRun): Section {
  return describeData({ data: ingested, made: [excluded(set)], code: ['stages/1-ingest.ts'] });
}

function excluded({ rows, excluded }: JudgedRun['set']): Block {
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
