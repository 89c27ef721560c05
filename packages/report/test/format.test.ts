import { expect, test } from 'vitest';
import { count, dayInWords, decimal, interval, meanAndRange, percent, range, signed, usd } from '../src/format.ts';

test.each([
  [0.3124, '0.312'],
  [-0.5, '−0.500'],
  [-0.0001, '0.000'],
  [null, '—'],
  [Number.NaN, '—'],
])('decimal(%j) is %j', (value, text) => {
  expect(decimal(value)).toBe(text);
});

test.each([
  [0.0312, '3.1%'],
  [1, '100.0%'],
  [-0.004, '−0.4%'],
  [-0.0001, '0.0%'],
  [undefined, '—'],
])('percent(%j) is %j', (value, text) => {
  expect(percent(value)).toBe(text);
});

test.each([
  [0, '$0'],
  [-0.2, '$0'],
  [840, '$840'],
  [999.7, '$1K'],
  [12_400, '$12.4K'],
  [999_700, '$1M'],
  [-1_254_000, '−$1.25M'],
  [3.2e9, '$3.2B'],
  [Number.POSITIVE_INFINITY, '—'],
])('usd(%j) is %j', (value, text) => {
  expect(usd(value)).toBe(text);
});

test('counts have thousands separators', () => {
  expect(count(115_000)).toBe('115,000');
});

test('an interval follows its estimate, in the same format', () => {
  expect(interval(0.312, [0.29, 0.335])).toBe('0.312 [0.290, 0.335]');
  expect(interval(-0.02, [-0.05, 0.01], (value) => percent(value, 0))).toBe('−2% [−5%, 1%]');
  expect(interval(0.312, [null, null])).toBe('0.312');
  expect(range([18_400, 63_900], usd)).toBe('$18.4K to $63.9K');
});

test.each([
  [0.2049, '+0.205'],
  [-0.0161, '−0.016'],
  [0.0001, '0.000'],
  [-0.0001, '0.000'],
  [null, '—'],
])('signed(%j) is %j', (value, text) => {
  expect(signed(value)).toBe(text);
});

test('a figure over several worlds is its mean and what it ranged over', () => {
  expect(meanAndRange({ estimate: 0.4561, least: 0.43, most: 0.4899 })).toBe('0.456 (0.430 to 0.490)');
  expect(meanAndRange({ estimate: 1_250_000, least: -400, most: 2_000_000 }, usd)).toBe('$1.25M (−$400 to $2M)');
});

test('a day is that of UTC, whatever the clock on the wall', () => {
  expect(dayInWords(Date.parse('2024-04-28T23:59:59Z'))).toBe('28 Apr');
});
