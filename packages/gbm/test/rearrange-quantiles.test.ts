import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rearrangeQuantiles } from '../src/index.ts';
import { pinballLoss } from '../src/objectives/quantile-error.ts';

test('sorts each row across the levels and leaves its input alone', () => {
  const predictions = [Float32Array.of(1, 5, 3), Float32Array.of(2, 4, 2), Float32Array.of(3, 6, 1)];
  expect(rearrangeQuantiles([0.1, 0.5, 0.9], predictions)).toEqual([
    Float32Array.of(1, 4, 1),
    Float32Array.of(2, 5, 2),
    Float32Array.of(3, 6, 3),
  ]);
  expect(predictions[2]).toEqual(Float32Array.of(3, 6, 1));
});

test('afterwards no quantiles cross, and no row has a larger pinball loss, whatever its label', () => {
  const levels = fc.uniqueArray(fc.integer({ min: 1, max: 63 }), { minLength: 1, maxLength: 6 });
  const whole = fc.integer({ min: -50, max: 50 }); // multiples of 1/64: every sum is exact
  fc.assert(
    fc.property(
      levels,
      fc.array(fc.record({ label: whole, at: fc.array(whole, { minLength: 6, maxLength: 6 }) })),
      (parts, rows) => {
        const ascending = parts.toSorted((a, b) => a - b).map((part) => part / 64);
        const crossing = ascending.map((_, i) => Float32Array.from(rows, ({ at }) => at[i]));
        const rearranged = rearrangeQuantiles(ascending, crossing);
        rows.forEach(({ label }, row) => {
          const lossOf = (predictions: readonly Float32Array[]): number =>
            ascending.reduce((sum, level, i) => sum + pinballLoss(predictions[i][row], label, level), 0);
          expect(lossOf(rearranged)).toBeLessThanOrEqual(lossOf(crossing));
          for (let i = 1; i < ascending.length; i++)
            expect(rearranged[i][row]).toBeGreaterThanOrEqual(rearranged[i - 1][row]);
          expect(rearranged.map((values) => values[row])).toEqual(
            crossing.map((values) => values[row]).sort((a, b) => a - b),
          );
        });
      },
    ),
    { seed: 51 },
  );
});

test('takes no predictions for none', () => {
  expect(rearrangeQuantiles([], [])).toEqual([]);
});

test.each<[string, number[], number[][], string]>([
  ['levels that fall', [0.9, 0.1], [[1], [2]], 'quantiles: found level 0.1 after 0.9, expected ascending ones'],
  ['a level twice', [0.5, 0.5], [[1], [2]], 'quantiles: found level 0.5 after 0.5, expected ascending ones'],
  ['a level too many', [0.1, 0.9], [[1]], 'quantiles: found 1 predictions for 2 levels, expected as many of each'],
  ['other rows', [0.1, 0.9], [[1], [2, 3]], 'quantiles: found 2 rows at level 0.9, expected 1; predict the same rows'],
])('refuses %s', (_, levels, predictions, message) => {
  const columns = predictions.map((values) => Float32Array.from(values));
  expect(() => rearrangeQuantiles(levels, columns)).toThrow(message);
});
