import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { usageDaily } from '../../src/tables.ts';
import { scratch } from '../scratch.ts';
import { ingestSmall } from '../small-world.ts';

const options = { threads: 1, memoryLimit: '512MB' };

function ownFiles(files: Readonly<Record<string, string>>): { dir: string; lakeDir: string } {
  const root = scratch('own');
  const dir = join(root, 'data');
  mkdirSync(dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return { dir, lakeDir: join(root, 'lake') };
}

const ACCOUNTS = 'account_id,signup_date,available_at\na,2023-01-02,2023-01-03T02:00:00Z\n';
const usage = (rows: string) => `account_id,sku,dbu,record_type,usage_date,available_at\n${rows}`;

describe('ingest', () => {
  it('opens the simulated tables as they were known at now', async () => {
    const { lake, relation, calendar } = await ingestSmall();
    const newest = await lake.query(`SELECT max(available_at) AS at FROM ${relation(usageDaily)}`);
    expect(newest.numbers('at')[0]).toBeLessThanOrEqual(calendar.now);
    lake.close();
  });

  it('fingerprints the same data alike, whatever the number of threads', async () => {
    const [one, two] = [await ingestSmall(), await ingestSmall()];
    expect(one.fingerprint).toBe(two.fingerprint);
    one.lake.close();
    two.lake.close();
  });

  it('refuses own files with every reason at once and writes no table', async () => {
    const { dir, lakeDir } = ownFiles({
      'usage_daily.csv': usage('a,JOBS,ten,ORIGINAL,2023-01-02,2023-01-01T00:00:00Z\n'),
    });
    const refused = ingest({ kind: 'files', dir, lakeDir }, options);
    await expect(refused).rejects.toThrow(/accounts: no accounts\.csv/);
    await expect(ingest({ kind: 'files', dir, lakeDir }, options)).rejects.toThrow(/dbu/);
    expect(readdirSync(lakeDir)).toEqual([]);
  });

  it('refuses a history too short to train, calibrate and test apart', async () => {
    const { dir, lakeDir } = ownFiles({
      'accounts.csv': ACCOUNTS,
      'usage_daily.csv': usage('a,JOBS,10,ORIGINAL,2023-01-02,2023-01-03T06:00:00Z\n'),
    });
    await expect(ingest({ kind: 'files', dir, lakeDir }, options)).rejects.toThrow(/whole weeks of history/);
  });

  /** A row a day for three years, each known the next morning. */
  const threeYears = (accountId: string) =>
    Array.from({ length: 1100 }, (_, day) => {
      const at = (offset: number) => new Date(Date.UTC(2022, 0, 1 + day + offset)).toISOString().slice(0, 10);
      return `${accountId},JOBS,10,ORIGINAL,${at(0)},${at(1)}T06:00:00Z\n`;
    }).join('');

  it('refuses a day that is years away from all others, which would stretch the calendar to it', async () => {
    const { dir, lakeDir } = ownFiles({
      'accounts.csv': ACCOUNTS,
      'usage_daily.csv': usage(`${threeYears('a')}a,SQL,10,ORIGINAL,2924-12-01,2924-12-02T06:00:00Z\n`),
    });
    await expect(ingest({ kind: 'files', dir, lakeDir }, options)).rejects.toThrow(
      /no row between 2025-01-04 and 2924-12-01, and 1 of 1101 rows after; correct usage_date/,
    );
  });

  it('notes usage of accounts it does not know, and refuses when they are more than a quarter', async () => {
    const accounts = ['a', 'b', 'c'].map((id) => ACCOUNTS.split('\n')[1].replace('a', id)).join('\n');
    const all = `${ACCOUNTS.split('\n')[0]}\n${accounts}\n`;
    const stranger = (id: string) => `${id},JOBS,10,ORIGINAL,2023-01-02,2023-01-03T06:00:00Z\n`;
    const rows = threeYears('a') + stranger('b') + stranger('c') + stranger('d');
    const some = ownFiles({ 'accounts.csv': all, 'usage_daily.csv': usage(rows) });
    const { lake, notes } = await ingest({ kind: 'files', ...some }, options);
    expect(notes).toContain(
      'usage_daily: 1 of its 4 account ids (1 row) are not in accounts; they match nothing and were not used',
    );
    lake.close();
    const none = ownFiles({ 'accounts.csv': ACCOUNTS, 'usage_daily.csv': usage(threeYears('b')) });
    await expect(ingest({ kind: 'files', ...none }, options)).rejects.toThrow(/use the same ids in both/);
  });

  it('refuses rows that are stamped with the time of their load, and names that column', async () => {
    const loaded = threeYears('a').replaceAll(/,[^,]*Z\n/g, ',2025-01-05T06:00:00Z\n');
    const { dir, lakeDir } = ownFiles({ 'accounts.csv': ACCOUNTS, 'usage_daily.csv': usage(loaded) });
    await expect(ingest({ kind: 'files', dir, lakeDir }, options)).rejects.toThrow(
      /usage_daily: available_at of 1073 of its 1100 rows is more than 28 days after usage_date, the last 2025-01-05; it must say/,
    );
  });

  it('says what the header shows when a column is missing', async () => {
    const { dir, lakeDir } = ownFiles({
      'accounts.csv': 'account_id;signup_date;available_at\na;2023-01-02;2023-01-03T02:00:00Z\n',
      'usage_daily.csv': usage('').toUpperCase(),
    });
    const refused = ingest({ kind: 'files', dir, lakeDir }, options);
    await expect(refused).rejects.toThrow(/separate columns with commas/);
    await expect(ingest({ kind: 'files', dir, lakeDir }, options)).rejects.toThrow(/no column dbu; rename DBU/);
  });
});
