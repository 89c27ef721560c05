import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { usageHourly } from '../../src/tables.ts';
import { ingestSmall } from '../small-world.ts';

const options = { threads: 1, memoryLimit: '512MB' };

function ownFiles(files: Readonly<Record<string, string>>): { dir: string; lakeDir: string } {
  const root = mkdtempSync(join(tmpdir(), 'capacity-own-'));
  const dir = join(root, 'data');
  mkdirSync(dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return { dir, lakeDir: join(root, 'lake') };
}

const SERIES =
  'series_id,cloud,region,country,utc_offset_hours,family,neighbour_series_id\na,aws,eu-west-1,IE,0,general,a\n';
const CAPACITY = 'series_id,nodes,week_start,available_at\na,10,2023-01-02,2022-12-29T08:00:00Z\n';
const usage = (rows: string) => `series_id,record_type,node_hours,hour,available_at\n${rows}`;

describe('ingest', () => {
  it('opens the simulated tables as they were known at now', async () => {
    const { lake, relation, calendar, rows } = await ingestSmall();
    const newest = await lake.query(`SELECT max(available_at) AS at FROM ${relation(usageHourly)}`);
    expect(newest.numbers('at')[0]).toBeLessThanOrEqual(calendar.now);
    expect(rows.usage_hourly).toBeGreaterThan(24 * 156 * 168);
    lake.close();
  });

  it('fingerprints the same data alike', async () => {
    const [one, two] = [await ingestSmall(), await ingestSmall()];
    expect(one.fingerprint).toBe(two.fingerprint);
    one.lake.close();
    two.lake.close();
  });

  it('refuses own files with every reason at once and writes no table', async () => {
    const { dir, lakeDir } = ownFiles({
      'usage_hourly.csv': usage('a,ORIGINAL,ten,2023-01-02T00:00:00Z,2023-01-02T06:00:00Z\n'),
    });
    const refused = await ingest({ kind: 'files', dir, lakeDir }, options).catch((failure: Error) => failure.message);
    expect(refused).toMatch(/series: no series\.csv/);
    expect(refused).not.toMatch(/capacity_weekly/); // it may be absent
    expect(refused).toMatch(/node_hours/);
    expect(readdirSync(lakeDir)).toEqual([]);
  });

  it('refuses a history too short to train, calibrate and test apart, and says how long it must be', async () => {
    const { dir, lakeDir } = ownFiles({
      'series.csv': SERIES,
      'capacity_weekly.csv': CAPACITY,
      'usage_hourly.csv': usage('a,ORIGINAL,10,2023-01-02T00:00:00Z,2023-01-02T06:00:00Z\n'),
    });
    await expect(ingest({ kind: 'files', dir, lakeDir }, options)).rejects.toThrow(
      /0 whole weeks of history \(2023-01-02 to 2023-01-02\), expected at least 113/,
    );
  });

  const at = (hour: number) => new Date(Date.UTC(2023, 0, 2, hour)).toISOString();
  const hours = (series: string, count: number) =>
    Array.from({ length: count }, (_, hour) => `${series},ORIGINAL,10,${at(hour)},${at(hour + 6)}\n`).join('');

  it('refuses an hour that is years away from all others', async () => {
    const { dir, lakeDir } = ownFiles({
      'series.csv': SERIES,
      'usage_hourly.csv': usage(`${hours('a', 3000)}a,ORIGINAL,10,2924-12-01T00:00:00Z,2924-12-01T06:00:00Z\n`),
    });
    const refused = ingest({ kind: 'files', dir, lakeDir }, options);
    await expect(refused).rejects.toThrow(
      /no row between 2023-05-06 and 2924-12-01, and 1 of 3001 rows after; correct hour/,
    );
  });

  it('refuses usage of series it does not know, beside every other reason', async () => {
    const { dir, lakeDir } = ownFiles({ 'series.csv': SERIES, 'usage_hourly.csv': usage(hours('b', 200)) });
    const refused = await ingest({ kind: 'files', dir, lakeDir }, options).catch((failure: Error) => failure.message);
    expect(refused).toMatch(
      /usage_hourly: 1 of its 1 series ids \(200 rows\) are not in series; use the same ids in both/,
    );
    expect(refused).toMatch(/0 whole weeks of history/);
  });

  it('refuses rows that are no whole hour or no Monday, which would replace others or be counted a week early', async () => {
    const jobs =
      'job_id,series_id,first_hour_of_week,hours,nodes,starts_on,available_at\nj,a,0,1,1,2023-01-03,2022-12-29T08:00:00Z\n';
    const { dir, lakeDir } = ownFiles({
      'series.csv': SERIES,
      'usage_hourly.csv': usage(`${hours('a', 2)}a,ORIGINAL,9,2023-01-02T01:30:00Z,2023-01-02T08:00:00Z\n`),
      'capacity_weekly.csv': CAPACITY.replace('2023-01-02', '2023-01-01'),
      'scheduled_jobs.csv': jobs,
    });
    const refused = await ingest({ kind: 'files', dir, lakeDir }, options).catch((failure: Error) => failure.message);
    expect(refused).toMatch(/usage_hourly.csv: 1 row breaks "hour is the start of an hour in UTC", e.g. line 4 \{/);
    expect(refused).toMatch(/capacity_weekly.csv: 1 row breaks "week_start is a Monday", e.g. line 2 \{/);
    expect(refused).toMatch(/scheduled_jobs.csv: 1 row breaks "starts_on is a Monday", e.g. line 2 \{/);
  });
});
