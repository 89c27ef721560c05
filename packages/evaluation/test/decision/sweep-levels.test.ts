import { expect, test } from 'vitest';
import { climbLevels, sweepLevels } from '../../src/index.ts';

const outcomes = Float32Array.from({ length: 40 }, (_, at) => (at % 10) + 1);
const prices = { idle: 1, unmet: 1 };
const held = {
  outcomes,
  cluster: Int32Array.of(0, 1, 2, 3),
  costOf: ({ idle, unmet }: { readonly idle: number; readonly unmet: number }) => idle + unmet,
};
const flat = (nodes: number) => new Float32Array(4).fill(nodes);
const { rungs } = climbLevels(
  [
    { name: 'low', role: 'incumbent', levels: flat(2) },
    { name: 'middle', role: 'model', levels: flat(5) },
    { name: 'careless', role: 'careless', levels: flat(9) },
    { name: 'high', role: 'simple', levels: flat(8) },
  ],
  held,
  { seed: 7, replicates: 20 },
);
const forecast = { levels: [0.2, 0.5, 0.8], quantiles: [flat(2), flat(5), flat(8)] };

// Four rows of 1 … 10. At 2: idle 1, unmet 1 + … + 8 = 36; at 5: idle 10, unmet 15; at 8: idle 28, unmet 3.
test('prices levels as they were planned, and plans them anew at the quantile each price asks for', () => {
  const swept = sweepLevels(rungs, outcomes, forecast, prices);
  expect(swept.unmet).toEqual([0.25, 0.5, 1, 2, 4]);
  expect(swept.quantiles).toEqual([0.2, 1 / 3, 0.5, 2 / 3, 0.8]);
  expect(swept.rungs[1].cost).toEqual([0.25, 0.5, 1, 2, 4].map((unmet) => 4 * (10 + 15 * unmet)));
  expect(swept.replanned.meanLevel).toEqual([2, 4, 5, 7, 8]);
  expect(swept.replanned.cost[4]).toBe(4 * (28 + 3 * 4));
});

test('says which is cheapest at each price, of what somebody could put to work', () => {
  expect(sweepLevels(rungs, outcomes, forecast, prices).cheapest).toEqual(['low', 'middle', 'middle', 'high', 'high']);
});
