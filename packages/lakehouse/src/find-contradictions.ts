import type { TableContract } from './contract.ts';
import type { Lake } from './lake.ts';
import { sqlName } from './sql-text.ts';

/** What the contract of a single row cannot see: an end before its start, one id of two things. */
export interface Contradiction {
  readonly of: TableContract;
  /** The column that names what contradicts itself. */
  readonly id: string;
  /** A condition in SQL that such rows meet, or with `having` that all rows of such an id meet together. */
  readonly where?: string;
  readonly having?: string;
  /** Follows their number: `runs end before they start`. */
  readonly words: string;
}

/** A sentence for each contradiction that is found among the known rows, with the first three ids. */
export async function findContradictions(lake: Lake, contradictions: readonly Contradiction[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { of, id, where = 'true', having = 'true', words } of contradictions) {
    const key = sqlName(id);
    const found = await lake.query(
      `SELECT ${key}::VARCHAR AS id FROM ${sqlName(of.name)} WHERE ${where} GROUP BY ${key} HAVING ${having} ORDER BY ${key}`,
    );
    const examples = found.strings('id').slice(0, 3).join(', ');
    if (found.rowCount > 0) problems.push(`${of.name}: ${found.rowCount} ${words}, such as ${examples}`);
  }
  return problems;
}
