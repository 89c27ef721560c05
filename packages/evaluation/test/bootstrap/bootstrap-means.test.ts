import { describe, expect, it } from 'vitest';
import { bootstrapMeans, pairedDifference } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

const options = { seed: 7, replicates: 200 };
/** Two pages of each of twelve users. */
const cluster = Int32Array.from({ length: 24 }, (_, row) => 10 * Math.floor(row / 2));

describe('bootstrapMeans', () => {
  it('are the means of each figure, over the rows where the first is defined', () => {
    const figure = Float64Array.from(cluster, (_, row) => (row % 2 === 0 ? row : Number.NaN));
    const [mean, ofOther] = bootstrapMeans([figure, figure.map(() => 3)], cluster, options)!;
    expect([mean.estimate, ofOther.estimate, ofOther.low, ofOther.high]).toEqual([11, 3, 3, 3]);
  });

  it('are on the same resamples, so that what two figures share cancels', () => {
    const uniform = seededUniform(3);
    const figure = Float64Array.from(cluster, uniform);
    const [a, b] = bootstrapMeans([figure.map((one) => one + 0.1), figure], cluster, options)!;
    expect(a.high - a.low).toBeGreaterThan(0.1);
    expect(pairedDifference(a, b).standardError).toBeCloseTo(0, 12);
    expect(pairedDifference(a, b).estimate).toBeCloseTo(0.1, 12);
  });

  it('are null where fewer than twelve clusters have any', () => {
    const figure = Float64Array.from(cluster, (id) => (id === 0 ? Number.NaN : 1));
    expect(bootstrapMeans([figure], cluster, options)).toBeNull();
  });
});
