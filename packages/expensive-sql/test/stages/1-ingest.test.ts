import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { ingested, world } from '../small-run.ts';

it('reads all that was logged when the history ended, and nothing later', async () => {
  const found = await ingested.lake.query('SELECT max(epoch_ms(available_at))::DOUBLE AS newest FROM query_history');
  expect(found.numbers('newest')[0]).toBeLessThanOrEqual(ingested.calendar.now);
  expect(ingested.rows.query_history).toBeGreaterThan(0.99 * world.rows.query_history);
});

describe("a person's own export", () => {
  const dirs: string[] = [];
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true });
  });
  const folder = () => {
    dirs.push(mkdtempSync(join(tmpdir(), 'expensive-sql-')));
    return dirs.at(-1)!;
  };
  const read = (dir: string) => ingest({ kind: 'files', dir, lakeDir: join(folder(), 'lake') }, { threads: 1 });

  /** A query a day for ten weeks, and what else the file holds. */
  const daily = (more: readonly string[] = []) => {
    const dir = folder();
    const rows = Array.from({ length: 70 }, (_, nth) => {
      const date = new Date(Date.UTC(2025, 0, 1 + nth)).toISOString().slice(0, 10);
      return `s${nth},"SELECT count(*) FROM orders WHERE day = '${date}'",${date}T02:00:00Z,${date}T02:01:00Z,9000,${date}T02:30:00Z`;
    });
    const header = 'statement_id,statement_text,start_time,end_time,total_task_duration_ms,available_at';
    writeFileSync(join(dir, 'query_history.csv'), `${[header, ...rows, ...more].join('\n')}\n`);
    return dir;
  };

  it('needs text, times and cost, and it is said what is not known without the rest', async () => {
    const { rows, notes, lake } = await read(daily());
    expect(rows.query_history).toBe(69); // the last day is not over
    for (const words of [/without table_snapshots nobody knows how much/, /without warehouse_load .* half busy/])
      expect(notes.join('\n')).toMatch(words);
    lake.close();
  });

  it('is refused in words where a query ends before it starts', async () => {
    const row = 's900,SELECT 1,2025-02-01T02:00:00Z,2025-02-01T01:00:00Z,10,2025-02-01T03:00:00Z';
    await expect(read(daily([row]))).rejects.toMatchObject({
      problems: [expect.stringMatching(/1 statements end before they start.* such as s900/)],
    });
  });

  it('is refused where it breaks the contract', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'query_history.csv'), 'statement_id,statement_text\na,SELECT 1\n');
    await expect(read(dir)).rejects.toThrow(/nothing was written/);
  });
});
