import { describe, expect, test } from 'vitest';
import { quantileAt } from '../../src/index.ts';

describe('a level between the predicted quantiles', () => {
  const quantiles = [Float32Array.of(10, 100), Float32Array.of(20, 200), Float32Array.of(40, 400)];
  const at = (level: number) => Array.from(quantileAt({ levels: [0.1, 0.5, 0.9], quantiles }, level));

  test('lies between its neighbours, and beyond the outer ones at them', () => {
    expect(at(0.7)).toEqual([30, 300]);
    expect([at(0.05), at(0.95)]).toEqual([
      [10, 100],
      [40, 400],
    ]);
  });

  test('is the only one where only one was predicted', () => {
    expect(quantileAt({ levels: [0.8], quantiles: [Float32Array.of(7)] }, 0.5)).toEqual(Float32Array.of(7));
  });
});
