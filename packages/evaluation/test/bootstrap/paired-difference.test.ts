import { describe, expect, test } from 'vitest';
import { averagePrecision, clusterBootstrap, pairedDifference, rankScores } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

describe('paired difference', () => {
  const uniform = seededUniform(21);
  const rows = 2000;
  const truth = Float64Array.from({ length: rows }, uniform);
  const label = Uint8Array.from(truth, (value) => Number(uniform() < value * value * 0.4));
  const cluster = Int32Array.from({ length: rows }, (_, row) => row % 500);
  const better = rankScores(truth.map((value) => value + 0.2 * uniform()));
  const worse = rankScores(truth.map((value) => value + 0.8 * uniform()));
  const [a, b] = clusterBootstrap({
    cluster,
    replicates: 300,
    seed: 2,
    statistics: (drawn) => {
      const weight = Float64Array.from(cluster, (id) => drawn[id]);
      return [better, worse].map((ranked) => averagePrecision(label, ranked, weight));
    },
  });

  test('sees what two single intervals, which overlap, hide', () => {
    expect(b.high).toBeGreaterThan(a.low);
    const difference = pairedDifference(a, b);
    expect(difference.estimate).toBeCloseTo(a.estimate - b.estimate, 15);
    expect(difference.standardError).toBeLessThan(Math.hypot(a.standardError, b.standardError));
    expect(difference.low).toBeGreaterThan(0);
    expect(difference.excludesZero).toBe(true);
  });

  test('changes sign with its arguments, and is nothing against itself', () => {
    expect(pairedDifference(b, a).mean).toBeCloseTo(-pairedDifference(a, b).mean, 15);
    expect(pairedDifference(a, a)).toMatchObject({ estimate: 0, standardError: 0, excludesZero: false });
  });

  test('refuses replicates of different bootstraps when it can tell', () => {
    expect(() => pairedDifference(a, { ...b, replicates: b.replicates.slice(1) })).toThrow(
      '300 replicates against 299',
    );
  });
});
