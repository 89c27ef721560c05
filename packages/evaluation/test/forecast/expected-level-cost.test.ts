import { expect, it } from 'vitest';
import { expectedLevelCost } from '../../src/index.ts';

const prices = { idle: 1, unmet: 5 };

it('weighs each quantile by the way to the middle between its neighbours', () => {
  // Shares .3, .4, .3 of 10, 20 and 40: at 20 a tenth of ten waits and three tenths of twenty are missing.
  const forecast = { levels: [0.1, 0.5, 0.9], quantiles: [10, 20, 40] };
  expect(expectedLevelCost(20, forecast, prices)).toBeCloseTo(0.3 * 10 * 1 + 0.3 * 20 * 5, 12);
});

it('is least at the quantile the prices ask for', () => {
  const levels = Array.from({ length: 99 }, (_, at) => (at + 1) / 100);
  const forecast = { levels, quantiles: levels.map((level) => 100 * level) };
  const cost = (level: number) => expectedLevelCost(level, forecast, prices);
  const best = [...Array(101).keys()].reduce((least, level) => (cost(level) < cost(least) ? level : least), 0);
  expect(best).toBeCloseTo(100 * (5 / 6), -1);
  expect(cost(best)).toBeLessThan(cost(60));
});
