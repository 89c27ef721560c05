import { table } from '../blocks.ts';
import { count } from '../format.ts';
import type { Block, Section } from '../page.ts';

export type DataTold = {
  /** Table to rows. */
  readonly rows: Readonly<Record<string, number>>;
  /** Table to Delta version; a table that was made up on the way has none. */
  readonly versions: Readonly<Record<string, number>>;
  /** What ingestion noticed. */
  readonly notes: readonly string[];
};

export type DataSection = {
  readonly data: DataTold;
  /** What was made of it. */
  readonly made: readonly Block[];
  readonly code: readonly string[];
};

/** What a run was made of: tables, what ingestion noticed in them, and what became of their rows. */
export function dataSection({ data: { rows, versions, notes }, made, code }: DataSection): Section {
  return {
    title: 'What was it made of?',
    code,
    blocks: [
      table({
        caption:
          'Tables as they were known when the run began. A table that is absent leaves its features missing, not zero.',
        rows: Object.entries(rows).map(([name, n]) => ({
          table: name,
          rows: count(n),
          'Delta version': count(versions[name]),
        })),
      }),
      ...(notes.length > 0 ? [{ kind: 'list', items: notes } as const] : []),
      ...made,
    ],
  };
}
