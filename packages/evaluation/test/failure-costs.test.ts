import { expect, it } from 'vitest';
import { failureCosts } from '../src/index.ts';

const world = (careless: number, correct: number, days: readonly number[]) => ({
  creep: { careless: { live: { netUsd: careless } }, correct: { live: { netUsd: correct }, days } },
});

it('says what a careless way costs live, over worlds, and in how many it costs anything', () => {
  const { worlds, mean, gainUsd } = failureCosts([world(10, 30, [1]), world(20, 10, [2, 3])], ['creep']);
  expect(worlds).toBe(2);
  expect(mean.creep).toEqual({
    careless: { live: { netUsd: 15 } },
    correct: { live: { netUsd: 20 }, days: [1, 2, 3] }, // lists are joined
  });
  // Gains of 20 and −10: mean 5, standard error 15, and t of one degree of freedom is 12.706.
  expect(gainUsd.creep).toMatchObject({ estimate: 5, worldsBetter: 1 });
  expect(gainUsd.creep.low).toBeCloseTo(5 - 12.706 * 15, 6);
});
