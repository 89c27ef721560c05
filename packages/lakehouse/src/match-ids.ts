/** Do tables speak of the same things? Rows whose id no table of entities lists would silently be left out of a join. */

import type { TableContract } from './contract.ts';
import type { Lake } from './lake.ts';
import { tableExists } from './log.ts';
import { sqlName } from './sql-text.ts';

export interface MatchedTables {
  /** Its key is the id. */
  readonly entities: TableContract;
  /** The table without which an entity has nothing to be judged by. */
  readonly facts: TableContract;
  /** Whatever may hold the id, or another one of its kind: of `account_id` also `successor_account_id`. */
  readonly tables: readonly TableContract[];
}

/** A larger share of ids that match nothing is no remainder: the tables are of different origins. */
const LARGEST_UNKNOWN_SHARE = 1 / 4;
const LARGEST_IDLE_SHARE = 1 / 2;

/**
 * What does not match, a sentence for each column: a note, or above these shares a problem. Ids beside a row's own are only noted:
 * somebody may bring a part of the entities, and the others are named there.
 */
export async function matchIds(
  lake: Lake,
  { entities, facts, tables }: MatchedTables,
): Promise<{ readonly notes: readonly string[]; readonly problems: readonly string[] }> {
  const [id] = entities.key;
  const notes: string[] = [];
  const problems: string[] = [];
  const stored = tables.filter(({ name }) => name !== entities.name && tableExists(lake.tableDir(name)));
  for (const table of [entities, ...stored]) {
    for (const { name } of table.columns.filter((column) => isOfKind(column.name, id))) {
      const { ids, strangers, rows } = await findStrangers(lake, [table, name], [entities, id]);
      if (strangers === 0) continue;
      const sentence = `${table.name}: ${strangers} of its ${ids} ${inWords(name)}s (${rows} row${rows === 1 ? '' : 's'}) are not in ${entities.name}`;
      if (name === id && strangers > ids * LARGEST_UNKNOWN_SHARE)
        problems.push(`${sentence}; use the same ids in both`);
      else notes.push(`${sentence}; they match nothing and were not used`);
    }
  }
  const { ids, strangers } = await findStrangers(lake, [entities, id], [facts, id]);
  const idle = `${entities.name}: ${strangers} of its ${ids} ${inWords(id)}s have no row in ${facts.name}`;
  if (strangers > ids * LARGEST_IDLE_SHARE) problems.push(`${idle}; add these rows, or leave the ids out`);
  else if (strangers > 0) notes.push(idle);
  return { notes, problems };
}

function isOfKind(name: string, id: string): boolean {
  return name === id || name.endsWith(`_${id}`);
}

function inWords(name: string): string {
  return name.replaceAll('_', ' ');
}

/** Distinct ids of one column, how many of them the other column lacks, and in how many rows they stand. */
async function findStrangers(
  lake: Lake,
  [table, name]: readonly [TableContract, string],
  [other, otherName]: readonly [TableContract, string],
) {
  const found = await lake.query(
    `SELECT count(*) AS ids, count(*) FILTER (is_stranger) AS strangers, coalesce(sum(n) FILTER (is_stranger), 0)::BIGINT AS rows
     FROM (SELECT n, id NOT IN (SELECT ${sqlName(otherName)} FROM ${lake.latest(other)}) AS is_stranger
           FROM (SELECT ${sqlName(name)} AS id, count(*) AS n FROM ${lake.latest(table)} GROUP BY id)
           WHERE id IS NOT NULL)`,
  );
  const at = (column: string) => found.numbers(column)[0];
  return { ids: at('ids'), strangers: at('strangers'), rows: at('rows') };
}
