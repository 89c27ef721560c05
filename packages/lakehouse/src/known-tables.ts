/**
 * Many tables at one moment: what each of them said by then, as a view of its own name, counted and fingerprinted.
 *
 * What comes in through here is all that later stages see, so the door `asOf(now)` is opened in one place. A table that somebody
 * did not bring is an empty view: SQL over all of them needs no other text for it.
 */

import { createHash } from 'node:crypto';
import type { TableContract } from './contract.ts';
import { fingerprintRelation } from './fingerprint.ts';
import type { Lake } from './lake.ts';
import { tableExists } from './log.ts';
import { sqlName } from './sql-text.ts';

export interface KnownTables {
  /** The name of the table's view; undefined where nobody brought the table. */
  readonly relation: (contract: TableContract) => string | undefined;
  /** Rows known at the moment, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** The Delta version each table was read at. */
  readonly versions: Readonly<Record<string, number>>;
  /** Of the rows of all tables, sixteen hexadecimal digits. */
  readonly fingerprint: string;
}

/** `standIns`: SQL of a sub-select, by table, for one that may be absent and is not to be empty then. */
export async function readKnownTables(
  lake: Lake,
  contracts: readonly TableContract[],
  { now, standIns = {} }: { readonly now: Date; readonly standIns?: Readonly<Record<string, string>> },
): Promise<KnownTables> {
  const rows: Record<string, number> = {};
  const versions: Record<string, number> = {};
  const hash = createHash('sha256');
  for (const contract of contracts) {
    const { name } = contract;
    const isStored = tableExists(lake.tableDir(name));
    const known = isStored ? knownRelation(lake, contract, now) : standIns[name];
    await lake.run(`CREATE OR REPLACE TEMP VIEW ${sqlName(name)} AS SELECT * FROM ${known ?? emptyRelation(contract)}`);
    if (known === undefined) continue;
    hash.update(`${name} ${await fingerprintRelation(lake, known)}\n`);
    rows[name] = (await lake.query(`SELECT count(*) AS n FROM ${known}`)).numbers('n')[0];
    if (isStored) versions[name] = lake.snapshot(name).version;
  }
  const relation = ({ name }: TableContract) => (name in rows ? sqlName(name) : undefined);
  return { relation, rows, versions, fingerprint: hash.digest('hex').slice(0, 16) };
}

/** What is overwritten in place has no past: of it there is what it says today, for people to read and for no feature. */
function knownRelation(lake: Lake, contract: TableContract, now: Date): string {
  return contract.history === 'scd1' ? lake.latest(contract) : lake.asOf(now).relation(contract);
}

function emptyRelation({ columns }: TableContract): string {
  const typed = columns.map(({ name, sqlType }) => `NULL::${sqlType} AS ${sqlName(name)}`);
  return `(SELECT ${typed.join(', ')} WHERE false)`;
}
