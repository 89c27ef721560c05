import { table } from '../blocks.ts';
import { count, percent } from '../format.ts';
import type { Block } from '../page.ts';

/** Rows by what they are counted as, such as the reason for which they were left out, with their share of all. */
export function countedTable(caption: string, of: string, counts: Readonly<Record<string, number>>): Block {
  const all = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
  const counted = Object.entries(counts);
  return table({
    caption,
    rows: counted.map(([reason, rows]) => ({ [of]: reason, rows: count(rows), share: percent(rows / all) })),
  });
}
