import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundToExactGrid } from '../src/gradients.ts';
import { plainKernels } from '../src/kernels.ts';

const kernels = plainKernels();
const gradients = fc
  .array(fc.tuple(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), fc.float({ noNaN: true, min: 0, max: 1 })), {
    minLength: 1,
    maxLength: 300,
  })
  .map((pairs) => Float32Array.from(pairs.flat()));

test('sums come out the same in any order, and subtraction undoes addition', () => {
  fc.assert(
    fc.property(gradients, (pairs) => {
      roundToExactGrid(pairs, kernels);
      const first = pairs.filter((_, i) => i % 2 === 0);
      const total = sum(first);
      expect(sum(first.toReversed())).toBe(total);
      expect(sum(first.toSorted())).toBe(total);
      const half = first.length >> 1;
      expect(total - sum(first.subarray(0, half))).toBe(sum(first.subarray(half)));
    }),
    { seed: 7 },
  );
});

test('moves no value by more than 2^-51 of the total magnitude', () => {
  fc.assert(
    fc.property(gradients, (pairs) => {
      const before = pairs.slice();
      const magnitude = [0, 1].map((parity) => sum(before.filter((_, i) => i % 2 === parity).map(Math.abs)));
      roundToExactGrid(pairs, kernels);
      pairs.forEach((value, i) => {
        expect(Math.abs(value - before[i])).toBeLessThanOrEqual(magnitude[i % 2] * 2 ** -51);
      });
    }),
    { seed: 8 },
  );
});

test('leaves zeros alone', () => {
  const pairs = new Float32Array(4);
  roundToExactGrid(pairs, kernels);
  expect(pairs).toEqual(new Float32Array(4));
});

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
