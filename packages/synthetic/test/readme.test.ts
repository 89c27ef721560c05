import { expect, test } from 'vitest';
import { lognormal, randomStream } from '../src/index.ts';

test("the README's example draws what it says", () => {
  expect(lognormal(60, 1.15, randomStream(7, 'usage').normal(42, 12))).toBeCloseTo(124.6, 1);
});
