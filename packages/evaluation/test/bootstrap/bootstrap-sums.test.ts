import { expect, test } from 'vitest';
import { bootstrapSums, clusterBootstrap } from '../../src/index.ts';

const [cost, rows] = [Float64Array.of(3, 8, 1, 9, 4), Float64Array.of(1, 2, 1, 3, 1)];
const options = { seed: 4, replicates: 50 };

test('gives the total and what is made of totals, as a cluster bootstrap that weighs every row', () => {
  const [total, mean] = bootstrapSums([cost, rows], options, ([usd, n]) => [usd, usd / n]);
  expect([total.estimate, mean.estimate]).toEqual([25, 25 / 8]);
  const cluster = Int32Array.of(0, 1, 2, 3, 4);
  const weighed = clusterBootstrap({
    ...options,
    cluster,
    statistics: (drawn) => [cost.reduce((sum, usd, id) => sum + drawn[id] * usd, 0)],
  });
  expect(total).toEqual(weighed[0]);
});
