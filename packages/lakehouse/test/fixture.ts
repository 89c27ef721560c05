/** A lake in a temporary directory, and the one table most tests speak of. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { date, decimal, type Lake, openLake, tableContract, timestamp } from '../src/index.ts';

export const usageDaily = tableContract({
  name: 'usage_daily',
  grain: 'one row per account per day',
  columns: {
    account_id: z.string().min(1),
    usage_date: date(),
    dbu: decimal(18, 3).min(0),
    region: z.enum(['us', 'eu']).nullable(),
    available_at: timestamp(),
  },
  key: ['account_id', 'usage_date'],
  clocks: { eventTime: 'usage_date', availableAt: 'available_at' },
  history: 'bitemporal',
});

export const crmAccounts = tableContract({
  name: 'crm_accounts',
  grain: 'one row per account',
  columns: { account_id: z.string(), owner: z.string().nullable() },
  key: ['account_id'],
  history: 'scd1',
});

export const scores = tableContract({
  name: 'scores',
  grain: 'one row per account per day scored',
  columns: { account_id: z.string(), score: z.number().meta({ sqlType: 'DOUBLE' }), grp: z.string().nullable() },
  key: ['account_id'],
  history: 'static',
  partitionBy: ['grp'],
});

export const march = (day: number) => new Date(Date.UTC(2025, 2, day));

/** `[account, day of March, dbu, day of March it became available, at 06:00]`. */
export type UsageRow = readonly [string, number, number, number];

/** A SELECT of usage rows. */
export function usageRows(...rows: readonly UsageRow[]): { sql: string } {
  const values = rows.map(([account, day, dbu, availableDay]) => {
    return `('${account}', DATE '2025-03-${day}', ${dbu}, 'eu', TIMESTAMPTZ '2025-03-${availableDay} 06:00:00+00')`;
  });
  return { sql: `SELECT * FROM (VALUES ${values.join(', ')}) AS t(account_id, usage_date, dbu, region, available_at)` };
}

const cleanUps: (() => void)[] = [];

export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lakehouse-test-'));
  cleanUps.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export async function temporaryLake(dir = temporaryDir()): Promise<Lake> {
  const lake = await openLake(dir, { threads: 1 });
  cleanUps.unshift(() => lake.close());
  return lake;
}

afterAll(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});
