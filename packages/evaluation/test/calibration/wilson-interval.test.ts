import { describe, expect, test } from 'vitest';
import { wilsonInterval } from '../../src/index.ts';

describe('the Wilson interval', () => {
  // by hand: centre (0 + 1.96²/20) / (1 + 1.96²/10) = 0.13877, half width the same
  test('of no success in ten starts at 0 and ends at 0.28', () => {
    const { low, high } = wilsonInterval(0, 10);
    expect(low).toBeCloseTo(0, 14);
    expect(high).toBeCloseTo(0.27754, 4);
  });
});
