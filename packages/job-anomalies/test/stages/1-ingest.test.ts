import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { ingested, world } from '../small-run.ts';

it('reads all that was known when the history ended, and nothing later', () => {
  const late = world.rows.job_run_timeline - ingested.rows.job_run_timeline;
  expect(late).toBeGreaterThan(0); // the last hours, that land after midnight
  expect(late).toBeLessThan(0.01 * world.rows.job_run_timeline);
});

it('refuses files that break their contract', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'job-anomalies-'));
  writeFileSync(join(dir, 'job_run_timeline.csv'), 'job_id,run_id\na,1\n');
  const refused = ingest({ kind: 'files', dir, lakeDir: join(dir, 'lake') }, { threads: 1 });
  await expect(refused).rejects.toThrow(/nothing was written/);
  rmSync(dir, { recursive: true });
});
