import { describe, expect, test } from 'vitest';
import { percentileInterval } from '../../src/bootstrap/percentile-interval.ts';

describe('the percentile interval', () => {
  // numpy: x = [3, 1, 4, 1, 5, 9, 2, 6]; quantile(x, [0.025, 0.975]), quantile(x, [0.1, 0.9]), std(x, ddof=1)
  test('lies between numpy’s linear quantiles', () => {
    const replicates = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);
    const { low, high, standardError } = percentileInterval(replicates, 0.95);
    expect(low).toBeCloseTo(1, 12);
    expect(high).toBeCloseTo(8.475, 12);
    expect(percentileInterval(replicates, 0.8).high).toBeCloseTo(6.9, 12);
    expect(standardError).toBeCloseTo(2.748376143938713, 12);
  });

  test('is refused when a replicate has no value', () => {
    expect(() => percentileInterval(Float64Array.of(1, Number.NaN), 0.95)).toThrow('replicate 1 is NaN');
  });
});
