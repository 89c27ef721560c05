import { expect, test } from 'vitest';
import { levelAgainst, logSpread } from '../../src/index.ts';

const usual = Float64Array.of(100, 50, 20);

test('a level is the sum of the values over that of the usual ones, as far as they are known', () => {
  expect(levelAgainst(usual, Float64Array.of(120, 60, 24))).toBeCloseTo(1.2, 12);
  expect(levelAgainst(usual, Float64Array.of(90, Number.NaN, 18))).toBeCloseTo(108 / 120, 12);
});

test('nothing known, or nothing there, is no level: it counts as the usual one', () => {
  expect(levelAgainst(usual, new Float64Array(3).fill(Number.NaN))).toBe(1);
  expect(levelAgainst(usual, new Float64Array(3))).toBe(1);
});

test('the spread around the usual is a root mean square in logs, over all seasons, of what is above 0', () => {
  const [more, less] = [Float64Array.of(100 * Math.E, 0, Number.NaN), Float64Array.of(100, 50 / Math.E, 20)];
  expect(logSpread(usual, [more, less])).toBeCloseTo(Math.sqrt(2 / 4), 12);
  expect(logSpread(usual, [new Float64Array(3)])).toBeNaN();
});
