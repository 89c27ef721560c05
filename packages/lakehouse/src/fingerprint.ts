/**
 * A fingerprint of a relation's logical content: equal rows, equal fingerprint, in any order, at any number of threads,
 * in any files.
 *
 * Each row is hashed by DuckDB; the hashes are combined by their exact sum and their exclusive or, both of which ignore
 * order. Floats are rounded to 24 bits of mantissa first: their last bits may differ between machines. Valid for one
 * DuckDB version, whose hash function it is.
 */

import { createHash } from 'node:crypto';
import type { Lake } from './lake.ts';
import { sqlName } from './sql-text.ts';

/** 32 hexadecimal digits for the rows, column names and types of a relation (SQL of a sub-select, or a table). */
export async function fingerprintRelation(lake: Lake, relation: string): Promise<string> {
  const described = await lake.query(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`);
  const names = described.strings('column_name');
  const types = described.strings('column_type');
  const values = names.map((name, index) => quantised(sqlName(name), types[index]));
  const totals = await lake.query(`
    SELECT concat_ws(' ', count(*), sum(row_hash::HUGEINT), bit_xor(row_hash)) AS totals
    FROM (SELECT hash(${values.join(', ')}) AS row_hash FROM ${relation})`);
  const text = [...names, ...types, ...totals.strings('totals')].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Adding zero turns −0 into 0, which hashes differently though it is equal. */
function quantised(column: string, type: string): string {
  return type === 'DOUBLE' || type === 'FLOAT' ? `${column}::FLOAT + 0` : column;
}
