import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { usageDaily } from '../../src/tables.ts';
import { scratch } from '../scratch.ts';
import { ingestSmall, simulateSmall } from '../small-world.ts';

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

  it('refuses a world that lost a commit since it was written, and says what to delete', async () => {
    const world = await simulateSmall();
    const dir = scratch('damaged');
    const lakeDir = join(dir, 'lake');
    cpSync(world.lakeDir, lakeDir, { recursive: true });
    rmSync(join(lakeDir, 'contacts', '_delta_log', `${'1'.padStart(20, '0')}.json`));
    const source = { kind: 'simulated', seed: 7, size: 'small', world: { ...world, lakeDir } } as const;
    await expect(ingest(source, options)).rejects.toThrow(
      `contacts: found 0 rows, expected ${world.rows.contacts}, as its writer counted\n  - delete ${dir}: the next run simulates it anew`,
    );
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
    await expect(ingest({ kind: 'files', dir, lakeDir }, options)).rejects.toThrow(/2924-12-01, a few on the other/);
  });

  it('notes usage of accounts it does not know, and refuses when it knows none', async () => {
    const some = ownFiles({ 'accounts.csv': ACCOUNTS, 'usage_daily.csv': usage(threeYears('a') + threeYears('b')) });
    const { lake, notes } = await ingest({ kind: 'files', ...some }, options);
    expect(notes).toContain('usage_daily: 1 of its 2 account ids are not in accounts; their rows were not used');
    lake.close();
    const none = ownFiles({ 'accounts.csv': ACCOUNTS, 'usage_daily.csv': usage(threeYears('b')) });
    await expect(ingest({ kind: 'files', ...none }, options)).rejects.toThrow(/use the same ids in both/);
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
