import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ingest } from '../../src/stages/1-ingest.ts';
import { ingested, world } from '../small-run.ts';

it('reads all that was known on the Monday after the history, and nothing later', () => {
  const late = world.rows.readings - ingested.rows.readings;
  expect(world.rows.readings).toBe(120 * 90 * 7);
  expect(late).toBeGreaterThan(0); // last Sunday's rows that come at noon
  expect(late).toBeLessThan(120 * 0.3);
});

it('refuses files that break their contract', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'PIPELINE-'));
  writeFileSync(join(dir, 'readings.csv'), 'machine_id,errors\na,1\n');
  const refused = ingest({ kind: 'files', dir, lakeDir: join(dir, 'lake') }, { threads: 1 });
  await expect(refused).rejects.toThrow(/nothing was written/);
  rmSync(dir, { recursive: true });
});
