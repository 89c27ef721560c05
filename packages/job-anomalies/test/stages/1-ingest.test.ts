import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { ingested, world } from '../small-run.ts';

it('reads all that was known when the history ended, and nothing later', () => {
  const late = world.rows.job_run_timeline - ingested.rows.job_run_timeline;
  expect(late).toBeGreaterThan(0); // the last hours, that land after midnight
  expect(late).toBeLessThan(0.01 * world.rows.job_run_timeline);
});

describe("a person's own runs", () => {
  const dirs: string[] = [];
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true });
  });
  const folder = () => {
    const dir = mkdtempSync(join(tmpdir(), 'job-anomalies-'));
    dirs.push(dir);
    return dir;
  };
  const read = (dir: string) => ingest({ kind: 'files', dir, lakeDir: join(folder(), 'lake') }, { threads: 1 });

  /** A run a day of one job for 150 days, and what else the file holds. */
  const daily = (more: readonly string[] = []) => {
    const dir = folder();
    const rows = Array.from({ length: 150 }, (_, day) => {
      const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
      return `${day},nightly,SUCCESS,${date}T02:00:00Z,${date}T02:31:00Z,${date}T02:50:00Z`;
    });
    const header = 'run_id,job_id,result_state,period_start,period_end,available_at';
    writeFileSync(join(dir, 'job_run_timeline.csv'), `${[header, ...rows, ...more].join('\n')}\n`);
    return dir;
  };

  it('need job, run, start, end and result, and it is said what is not known without the rest', async () => {
    const { rows, notes, lake } = await read(daily());
    expect(rows.job_run_timeline).toBe(149); // the last day is not over
    for (const words of [/without table_commits .* looks slow/, /without jobs .* tier 3/, /without deploys/])
      expect(notes.join('\n')).toMatch(words);
    lake.close();
  });

  it('may come with the other tables, of which nothing is said then', async () => {
    const dir = daily();
    for (const table of ['jobs', 'table_commits', 'deploys'])
      cpSync(join(world.lakeDir, table), join(dir, table), { recursive: true });
    const { notes, lake } = await read(dir);
    expect(notes.filter((note) => note.startsWith('without'))).toEqual([]);
    lake.close();
  });

  it.each([
    [
      '9000,nightly,SUCCESS,2025-03-01T02:00:00Z,2025-03-01T01:00:00Z,2025-03-01T03:00:00Z',
      /1 runs have a period_end before/,
    ],
    [
      '7,hourly,SUCCESS,2025-03-01T02:00:00Z,2025-03-01T02:10:00Z,2025-03-01T03:00:00Z',
      /belong to more than one job.* such as 7/,
    ],
  ])('are refused in words where they contradict themselves: %s', async (row, words) => {
    const refused = read(daily([row]));
    await expect(refused).rejects.toMatchObject({ problems: [expect.stringMatching(words)] });
  });

  it('are refused where they break their contract', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'job_run_timeline.csv'), 'job_id,run_id\na,1\n');
    await expect(read(dir)).rejects.toThrow(/nothing was written/);
  });
});
