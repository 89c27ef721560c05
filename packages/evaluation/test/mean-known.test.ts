import { expect, test } from 'vitest';
import { meanKnown, meanOrNull } from '../src/index.ts';

test('leaves out what is missing, and is missing where all is', () => {
  expect([meanKnown([1, 2, 6]), meanKnown([1, Number.NaN, 3]), meanKnown([Number.NaN]), meanKnown([])]).toEqual([
    3,
    2,
    Number.NaN,
    Number.NaN,
  ]);
});

test('or is null, for a figure that is printed where it is known', () => {
  expect([meanOrNull([1, Number.NaN, 3]), meanOrNull([Number.NaN]), meanOrNull([])]).toEqual([2, null, null]);
});
