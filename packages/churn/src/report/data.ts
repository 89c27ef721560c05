import { type Block, count, percent, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** What the run was made of: tables, what ingestion noticed in them, and the account-weeks that were left out. */
export function dataSection({ ingested, set }: JudgedRun): Section {
  return {
    title: 'What was it made of?',
    code: [{ label: '1-ingest.ts', href: '../../../packages/churn/src/stages/1-ingest.ts' }],
    blocks: [tables(ingested), ...notes(ingested.notes), excluded(set)],
  };
}

function tables({ rows, versions }: JudgedRun['ingested']): Block {
  return {
    kind: 'table',
    caption:
      'Tables as they were known when the run began. A table that is absent leaves its features missing, not zero.',
    table: {
      columns: [{ title: 'table' }, { title: 'rows', align: 'right' }, { title: 'Delta version', align: 'right' }],
      rows: Object.entries(rows).map(([name, n]) => [name, count(n), name in versions ? count(versions[name]) : '—']),
    },
  };
}

function notes(notes: readonly string[]): Block[] {
  return notes.map((text) => ({ kind: 'paragraph', text }));
}

function excluded({ rows, excluded }: JudgedRun['set']): Block {
  const all = Object.values(excluded).reduce((sum, n) => sum + n, rows);
  return {
    kind: 'table',
    caption: 'Account-weeks by eligibility, judged by what was known at the decision and nothing later.',
    table: {
      columns: [{ title: 'account-weeks' }, { title: 'rows', align: 'right' }, { title: 'share', align: 'right' }],
      rows: Object.entries({ eligible: rows, ...excluded }).map(([reason, n]) => [reason, count(n), percent(n / all)]),
    },
  };
}
