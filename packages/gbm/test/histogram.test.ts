import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binMatrix } from '../src/binning.ts';
import { roundToExactGrid } from '../src/gradients.ts';
import { HistogramPool, histogramStride } from '../src/histogram.ts';
import { plainKernels } from '../src/kernels.ts';

const kernels = plainKernels();

const row = fc.record({
  cells: fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: Number.NaN }), { minLength: 6, maxLength: 6 }),
  gradient: fc.float({ noNaN: true, min: -10, max: 10 }),
  isLeft: fc.boolean(),
});

test('histogram(parent) = histogram(left) + histogram(right), to the last bit', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
      const columns = [0, 1, 2, 3, 4, 5].map((feature) => Float32Array.from(rows, ({ cells }) => cells[feature]));
      const gradients = Float32Array.from(rows.flatMap(({ gradient }) => [gradient, 1]));
      roundToExactGrid(gradients, kernels);
      const binned = binMatrix({ columns, numRow: rows.length }, 256, kernels);
      const stride = histogramStride(binned);
      const build = (keep: (i: number) => boolean): Float64Array => {
        const kept = Uint32Array.from([...rows.keys()].filter(keep));
        const histogram = new Float64Array(8 * stride);
        kernels.buildHistogram(binned.codes, 8, gradients, kept, 0, kept.length, histogram, stride);
        return histogram;
      };
      const right = build(() => true);
      const left = build((i) => rows[i].isLeft);
      kernels.subtractHistogram(right, left);
      expect(right.map((sum) => sum + 0)).toEqual(build((i) => !rows[i].isLeft).map((sum) => sum + 0)); // -0 is 0
    }),
    { seed: 9 },
  );
});

test('keeps the same bin of two features out of one cache set', () => {
  const column = Float32Array.from({ length: 300 }, (_, i) => i);
  const binned = binMatrix({ columns: [column, column], numRow: 300 }, 256, kernels);
  expect((8 * histogramStride(binned)) % 4096).toBeGreaterThanOrEqual(64);
});

test('recycles histograms, zeroed', () => {
  const pool = new HistogramPool(kernels, 2);
  const first = pool.take();
  first.fill(7);
  pool.giveBack(first);
  expect(pool.take()).toBe(first);
  expect([...first]).toEqual([0, 0]);
});
