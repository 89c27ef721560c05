import { expect, test } from 'vitest';
import { quantileCoverage } from '../../src/index.ts';

// Rows of four outcomes. At or under 3: two and three of them, so only the second row keeps the promise of 0.75.
test('tells the coverage of outcomes, of rows and of peaks apart', () => {
  const outcomes = Float32Array.of(1, 3, 4, 5, 2, 2, 3, 6);
  const quantiles = [Float32Array.of(3, 3), Float32Array.of(5, 5)];
  const [middle, upper] = quantileCoverage(outcomes, { levels: [0.75, 0.9], quantiles });
  expect(middle).toMatchObject({ level: 0.75, outcome: 5 / 8, row: 1 / 2, peak: 0 });
  expect(upper).toMatchObject({ level: 0.9, outcome: 7 / 8, row: 1 / 2, peak: 1 / 2 });
  // 0.75 × (1 + 2 + 3) short, 0.25 × (2 + 0 + 1 + 1 + 0) over, of eight outcomes.
  expect(middle.pinballLoss).toBeCloseTo((0.75 * 6 + 0.25 * 4) / 8, 12);
});
