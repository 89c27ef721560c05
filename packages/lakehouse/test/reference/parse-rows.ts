/** The rows that break a contract's column rules, found by parsing each with zod: plain, and far too slow for millions. */

import type { TableContract } from '../../src/index.ts';

export function rowsThatFailToParse(contract: TableContract, rows: readonly object[]): number[] {
  const failing: number[] = [];
  for (const [index, row] of rows.entries()) {
    if (!contract.row.safeParse(row).success) failing.push(index);
  }
  return failing;
}
