import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { usageDaily } from '../../src/tables.ts';
import { ingestSmall } from '../small-world.ts';

const options = { threads: 1, memoryLimit: '512MB' };

function ownFiles(files: Readonly<Record<string, string>>): { dir: string; lakeDir: string } {
  const root = mkdtempSync(join(tmpdir(), 'churn-own-'));
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
});
