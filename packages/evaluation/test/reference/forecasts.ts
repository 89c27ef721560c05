import fc from 'fast-check';
import type { BinScheme } from '../../src/index.ts';

/** Eight forecasts, certain ones and ties among them. */
export const label = [0, 1, 0, 1, 1, 0, 0, 1];
export const probability = [0.1, 0.4, 0.35, 0.8, 0.4, 0, 0.7, 1];
export const weight = [1, 2, 1, 0.5, 3, 1, 2, 1];

export const forecasts = fc
  .array(
    fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      probability: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      weight: fc.integer({ min: 1, max: 40 }).map((quarters) => quarters / 4),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => ({
    label: rows.map((row) => row.label),
    probability: rows.map((row) => row.probability),
    weight: rows.map((row) => row.weight),
  }));

export const schemes = fc.record<BinScheme>({
  kind: fc.constantFrom('equal-mass', 'equal-width'),
  bins: fc.integer({ min: 1, max: 15 }),
});
