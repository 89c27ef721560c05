import { featureColumn } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { candidates } from '../../src/label.ts';
import { features } from '../../src/stages/2-features.ts';
import { ingested } from '../small-run.ts';

it('sums the errors of the seven days before a decision that were known by then, and no others', async () => {
  const [week, machine] = [40, 'machine-017'];
  const rows = await features(ingested, candidates(ingested, [week]));
  const at = (rows.spine.keys.machine_id as string[]).indexOf(machine);
  const decided = new Date(rows.spine.decidedAt[at]).toISOString();
  const found = await ingested.lake.query(
    `SELECT sum(errors) AS errors FROM readings WHERE machine_id = '${machine}' AND available_at <= '${decided}'
       AND reading_date >= '${decided}'::TIMESTAMPTZ::DATE - 7 AND reading_date < '${decided}'::TIMESTAMPTZ::DATE`,
  );
  expect(featureColumn(rows, 'errors_7d')[at]).toBe(found.numbers('errors')[0]);
});

it('lets no row see what came after its decision, which the leaky door does', async () => {
  const isLate = async (door: 'as-of' | 'latest') => {
    const { spine, maxAvailableAtBySource } = await features(ingested, candidates(ingested, [40]), door);
    return maxAvailableAtBySource.errors.some((at, row) => at > spine.decidedAt[row]);
  };
  expect([await isLate('as-of'), await isLate('latest')]).toEqual([false, true]);
});
