import { type Block, count, type Section } from '@applied-modeling/report';
import { FEATURES } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What the run was made of: tables, what ingestion noticed in them, and the features with the hours they look at. */
export function dataSection({ ingested }: JudgedRun): Section {
  return {
    title: 'What was it made of?',
    code: [
      { label: '1-ingest.ts', href: '../../../packages/capacity-forecast/src/stages/1-ingest.ts' },
      { label: 'features.ts', href: '../../../packages/capacity-forecast/src/features.ts' },
    ],
    blocks: [tables(ingested), ...notes(ingested.notes), features()],
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
  return notes.length === 0 ? [] : [{ kind: 'list', items: notes }];
}

function features(): Block {
  return {
    kind: 'table',
    caption: 'Features of a series and a week, as known on the Thursday before.',
    table: {
      columns: [{ title: 'feature' }, { title: 'source' }, { title: 'hours' }, { title: 'what it says' }],
      rows: FEATURES.map(({ name, source, hours, about }) => [`\`${name}\``, source, hours, about]),
    },
  };
}
