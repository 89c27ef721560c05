import { featureColumn } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import { features } from '../../src/stages/2-features.ts';
import { ingested, set } from '../small-run.ts';

it('tells what a template cost by the rows that had landed when the query was submitted, and no others', async () => {
  const last = featureColumn(set, 'template_log_cpu_1');
  const rows = [...last.keys()].filter((row) => !Number.isNaN(last[row]) && row % 997 === 0);
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const decided = new Date(set.spine.decidedAt[row]).toISOString();
    const found = await ingested.lake.query(`
      SELECT arg_max(ln(greatest(total_task_duration_ms, 1) / 1000), (available_at, start_time, statement_id)) AS log_cpu
      FROM query_history JOIN statements USING (statement_id)
      WHERE fingerprint = '${set.template[row]}' AND available_at <= '${decided}'
        AND execution_status = 'FINISHED' AND NOT from_result_cache`);
    expect(last[row]).toBeCloseTo(found.numbers('log_cpu')[0], 5);
  }
});

it('lets no row see what came after its submission', () => {
  const { spine, maxAvailableAtBySource } = set;
  for (const [source, newest] of Object.entries(maxAvailableAtBySource))
    expect(
      newest.some((at, row) => at > spine.decidedAt[row]),
      source,
    ).toBe(false);
  expect(Object.keys(maxAvailableAtBySource)).toContain('tables');
});

it('sees the own row of every query through the leaky door', async () => {
  const rows = await features(ingested, await candidates(ingested), 'latest');
  expect(rows.modelColumns).toContain('total_duration_ms');
  const own = rows.maxAvailableAtBySource.own_run;
  expect(own.filter((at, row) => at > rows.spine.decidedAt[row]).length).toBeGreaterThan(0.95 * rows.rowCount);
  expect(rows.fingerprint).not.toBe(set.fingerprint);
});
