import { expect, it } from 'vitest';
import { failureCosts, failureGains } from '../src/index.ts';

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

it('counts another figure than dollars as well', () => {
  const hits = (careless: number, correct: number) => ({
    creep: { careless: { live: { hits: careless } }, correct: { live: { hits: correct } } },
  });
  expect(failureGains([hits(1, 4), hits(2, 3)], ['creep'], 'hits').creep).toMatchObject({
    estimate: 2,
    worldsBetter: 2,
  });
});
