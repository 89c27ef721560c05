/** Do two tables speak of the same things? Rows whose id the other table does not list would silently be left out of a join. */

import type { TableContract } from './contract.ts';
import type { Lake } from './lake.ts';
import { sqlName } from './sql-text.ts';

/** A note where some ids of `facts` are not in `entities`, a problem where none of them is. */
export async function matchIds(
  lake: Lake,
  { facts, entities, id }: { readonly facts: TableContract; readonly entities: TableContract; readonly id: string },
): Promise<{ readonly notes: readonly string[]; readonly problems: readonly string[] }> {
  const column = sqlName(id);
  const found = await lake.query(
    `SELECT count(*) AS n, count(*) FILTER (WHERE ${column} NOT IN (SELECT ${column} FROM ${lake.latest(entities)})) AS unknown
     FROM (SELECT DISTINCT ${column} FROM ${lake.latest(facts)})`,
  );
  const [all, unknown] = [found.numbers('n')[0], found.numbers('unknown')[0]];
  if (unknown === 0) return { notes: [], problems: [] };
  const sentence = `${facts.name}: ${unknown} of its ${all} ${id.replaceAll('_', ' ')}s are not in ${entities.name}`;
  return unknown < all
    ? { notes: [`${sentence}; their rows were not used`], problems: [] }
    : { notes: [], problems: [`${sentence}; use the same ids in both`] };
}
