import { describe, expect, it } from 'vitest';
import { effectiveSampleSize, importanceWeights } from '../../src/index.ts';

describe('importanceWeights', () => {
  it('are what each row stands for under the other policy', () => {
    expect([...importanceWeights({ target: [1, 0, 0.5], propensity: [0.05, 0.2, 0.5] })]).toEqual([20, 0, 1]);
  });

  it('are cut off where they are clipped', () => {
    expect([...importanceWeights({ target: [1, 1], propensity: [0.05, 0.5] }, 10)]).toEqual([10, 2]);
  });

  it('refuse a row that nobody could have drawn', () => {
    expect(() => importanceWeights({ target: [1, 1], propensity: [0.5, 0] })).toThrow(
      'propensity of row 1 is 0, expected above 0 and at most 1',
    );
  });
});

describe('effectiveSampleSize', () => {
  // Kish: (3 · 2)² / (3 · 4), (1 + 1 + 10)² / (1 + 1 + 100)
  it('counts equal weights once each, and a heavy one for nearly all', () => {
    expect(effectiveSampleSize([2, 2, 2])).toBe(3);
    expect(effectiveSampleSize([1, 1, 10])).toBeCloseTo(144 / 102, 12);
    expect(effectiveSampleSize([0, 0])).toBe(0);
  });
});
