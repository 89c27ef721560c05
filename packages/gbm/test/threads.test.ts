import { expect, test } from 'vitest';
import { compiledKernels } from '../src/compiled-kernels.ts';
import { type DMatrix, train } from '../src/index.ts';
import { partRows } from '../src/part-rows.ts';
import { partsOf } from '../src/parts.ts';

test('a booster is the same to the last bit at any number of threads', () => {
  const dtrain = matrixOf(30_000);
  const sampled = { subsample: 0.8, colsample_bytree: 0.9 };
  const boosters = [1, 2, 3].map((threads) => [
    train({ objective: 'binary:logistic' }, dtrain, { numBoostRound: 5, threads }),
    train(sampled, dtrain, { numBoostRound: 5, threads }),
  ]);
  expect(boosters[1]).toEqual(boosters[0]);
  expect(boosters[2]).toEqual(boosters[0]);
});

test('parts cover the rows, begin at whole cache lines, and are one where rows are few', () => {
  expect(partsOf({ threads: 2 }, 10, 20_010)).toEqual([
    [10, 10_058],
    [10_058, 20_010],
  ]);
  expect(partsOf({ threads: 3 }, 0, 9000)).toEqual([
    [0, 4544],
    [4544, 9000],
  ]);
  expect(partsOf({ threads: 4 }, 5, 5)).toEqual([[5, 5]]);
});

test('rows parted by three threads lie as one thread lays them', () => {
  const [alone, together] = [1, 3].map((threads) => {
    const kernels = compiledKernels(threads);
    const [rows, scratch] = [kernels.allocate(Uint32Array, 30_000), kernels.allocate(Uint32Array, 30_000)];
    const codes = kernels.allocate(Uint8Array, 30_000);
    for (let row = 0; row < 30_000; row++) [rows[row], codes[row]] = [row, (row * row) % 97];
    const middle = partRows(rows, 1000, 29_000, [codes, 1, 0, 40, 96], scratch, kernels);
    kernels.dismiss();
    return [middle, ...rows];
  });
  expect(together).toEqual(alone);
});

test('the other thread does the calls that it is offered, and what it has not begun is done here', async () => {
  const kernels = compiledKernels(2);
  const sums = Array.from({ length: 400 }, () => kernels.allocate(Float64Array, 2));
  const gradients = kernels.allocate(Float32Array, 40_000).fill(-0.5);
  for (let at = 0; at < sums.length; at += 2) {
    if (at === 200) await new Promise((resolve) => setTimeout(resolve, 300)); // it starts or falls asleep meanwhile
    kernels.sideBySide('sumMagnitudes', [
      [gradients, sums[at]],
      [gradients.subarray(0, 20_000), sums[at + 1]],
    ]);
  }
  kernels.dismiss();
  expect(sums.every(([gradient, hessian], at) => gradient === (at % 2 ? 5000 : 10_000) && hessian === gradient)).toBe(
    true,
  );
});

test('refuses half a thread', () => {
  expect(() => train({}, matrixOf(10), { numBoostRound: 1, threads: 1.5 })).toThrow(
    'threads: found 1.5, expected an integer >= 1; pass the number of cores',
  );
});

/** Seeded columns, some values missing, and a label that two of them decide. */
function matrixOf(numRow: number): DMatrix {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  const columns = Array.from({ length: 9 }, () => Float32Array.from({ length: numRow }, next));
  const label = columns[0].map((x, row) => Number(x > 0.4 !== columns[1][row] > 0.7));
  for (const column of columns) for (let row = 0; row < numRow; row++) if (next() < 0.1) column[row] = Number.NaN;
  return { columns, featureNames: columns.map((_, at) => `f${at}`), numRow, label };
}
