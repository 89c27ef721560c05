import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmsOf } from '../../src/index.ts';

describe('an alarm', () => {
  it('is raised at the second value in a row above the limit, and not at one odd value', () => {
    expect(alarmsOf([0, 2, 0, 2, 2, 2, 2], 1, 2)).toEqual([4]);
    expect(alarmsOf([0, 2, 0, 2, 0], 1, 2)).toEqual([]);
    expect(alarmsOf([2], 1, 1)).toEqual([0]);
  });

  it('is raised again after it was quiet for as long', () => {
    expect(alarmsOf([2, 2, 0, 2, 2, 2], 1, 2)).toEqual([1]); // one quiet value is not enough
    expect(alarmsOf([2, 2, 0, 0, 2, 2], 1, 2)).toEqual([1, 5]);
  });

  it('neither begins nor breaks at a value that could not be computed', () => {
    expect(alarmsOf([Number.NaN, 2, Number.NaN, 2], 1, 2)).toEqual([3]);
    expect(alarmsOf([Number.NaN, Number.NaN], 1, 1)).toEqual([]);
  });

  it('at the limit itself is none', () => {
    expect(alarmsOf([1, 1, 1], 1, 2)).toEqual([]);
  });

  it('is never raised sooner by a higher limit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 3, noNaN: true })), (values) => {
        const [low, high] = [alarmsOf(values, 1, 2), alarmsOf(values, 2, 2)];
        if (high.length > 0) expect(low[0]).toBeLessThanOrEqual(high[0]);
      }),
    );
  });
});
