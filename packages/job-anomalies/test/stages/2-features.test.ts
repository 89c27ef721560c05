import { featureColumn } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { candidateSettings } from '../../src/settings.ts';
import { ingested, set } from '../small-run.ts';

it('decides about a run at its start and at multiples of what it was expected to take, while it still runs', () => {
  expect([...new Set(set.multiple)].sort((a, b) => a - b)).toEqual([...candidateSettings.multiples]);
  const expected = featureColumn(set, 'expected_log_minutes');
  for (let row = 0; row < set.rowCount; row++) {
    const elapsedMs = set.spine.decidedAt[row] - set.startedMs[row];
    expect(Math.abs(elapsedMs - 1000 - set.multiple[row] * Math.exp(expected[row]) * 60_000)).toBeLessThan(
      2 + 1e-3 * elapsedMs,
    );
    if (!Number.isNaN(set.minutes[row])) expect(elapsedMs).toBeLessThanOrEqual(set.minutes[row] * 60_000);
  }
});

it('knows of every checkpoint that it was passed, and nothing that had not landed', () => {
  expect(featureColumn(set, 'multiple')).toEqual(Float32Array.from(set.multiple));
  expect(ingested.calendar.now).toBeGreaterThan(Math.max(...set.spine.decidedAt));
});
