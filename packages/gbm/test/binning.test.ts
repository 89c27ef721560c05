import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BinnedMatrix, binMatrix } from '../src/binning.ts';
import { plainKernels } from '../src/kernels.ts';

const NONE = Number.NaN;

test('cuts at the distinct values after the first when they fit, and above the maximum', () => {
  const { cuts } = bin([3, 1, 2, 1, 3]);
  expect(cuts[0]).toEqual(Float32Array.of(2, 3, 6.00001));
});

test('codes each value by the first cut above it, and missing after the last bin', () => {
  const binned = bin([3, 1, NONE, 1, 2]);
  expect(codes(binned)).toEqual([2, 0, 3, 0, 1]);
});

test('keeps the codes by column and by row', () => {
  const columns = [Float32Array.of(1, 2), Float32Array.of(1, 2), Float32Array.of(2, 1)];
  const binned = binMatrix({ columns, numRow: 2 }, 256, plainKernels());
  expect(binned.columns).toEqual([Uint8Array.of(0, 1), Uint8Array.of(0, 1), Uint8Array.of(1, 0)]);
  expect(binned.codes).toEqual(Uint8Array.of(0, 0, 1, 0, 1, 1, 0, 0)); // padded to four bytes a row
});

test('gives a heavy value its own bin and spreads the rest over the others', () => {
  const zeros = new Array<number>(900).fill(0);
  const rest = Array.from({ length: 100 }, (_, i) => i + 1);
  const { cuts } = bin([...zeros, ...rest], { maxBin: 11 });
  expect([...cuts[0]].slice(0, -1)).toEqual([1, 11, 21, 31, 41, 51, 61, 71, 81, 91]);
});

test('cuts a row of weight 2 as the row given twice', () => {
  const values = Array.from({ length: 60 }, (_, i) => (i * 37) % 61);
  const weight = Float32Array.from(values, (_, i) => (i % 3 === 0 ? 2 : 1));
  const repeated = values.flatMap((value, i) => new Array<number>(weight[i]).fill(value));
  expect(bin(values, { weight, maxBin: 8 }).cuts).toEqual(bin(repeated, { maxBin: 8 }).cuts);
});

test('holds every value in its bin, in at most maxBin bins', () => {
  const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 100), max: 2 ** 100 });
  const column = fc.array(fc.option(value, { nil: NONE }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(column, fc.integer({ min: 2, max: 256 }), (values, maxBin) => {
      const binned = bin(values, { maxBin });
      const [cuts] = binned.cuts;
      expect(cuts.length).toBeLessThanOrEqual(maxBin);
      codes(binned).forEach((code, row) => {
        if (Number.isNaN(values[row])) expect(code).toBe(cuts.length);
        else expect((code === 0 || cuts[code - 1] <= values[row]) && values[row] < cuts[code]).toBe(true);
      });
    }),
    { seed: 5 },
  );
});

test('fills all 256 bins without missing values, 255 with', () => {
  const values = Array.from({ length: 1000 }, (_, i) => i);
  expect(bin(values).cuts[0]).toHaveLength(256);
  expect(bin([...values, NONE]).cuts[0]).toHaveLength(255);
});

test('takes -0 for 0', () => {
  expect(bin([-0, 0, 1]).cuts[0]).toHaveLength(2);
});

function bin(
  values: number[],
  { weight, maxBin = 256 }: { weight?: Float32Array; maxBin?: number } = {},
): BinnedMatrix {
  const matrix = { columns: [Float32Array.from(values)], featureNames: ['x'], numRow: values.length };
  return binMatrix(weight === undefined ? matrix : { ...matrix, weight }, maxBin, plainKernels());
}

function codes({ columns }: BinnedMatrix): number[] {
  return [...columns[0]];
}
