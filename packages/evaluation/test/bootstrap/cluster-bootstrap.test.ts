import { describe, expect, test } from 'vitest';
import { clusterBootstrap } from '../../src/index.ts';
import { seededNormal, seededUniform } from '../reference/seeded-random.ts';

const weightedMean = (values: ArrayLike<number>, cluster: Int32Array) => (drawn: Int32Array) => {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < cluster.length; row++) {
    sum += drawn[cluster[row]] * values[row];
    total += drawn[cluster[row]];
  }
  return [sum / total];
};

/** Rows in clusters of ten that share half of their variance; the true mean is 0. */
function clusteredSample(seed: number) {
  const normal = seededNormal(seededUniform(seed));
  const cluster = Int32Array.from({ length: 400 }, (_, row) => Math.floor(row / 10));
  const shared = Float64Array.from({ length: 40 }, normal);
  return { cluster, values: Float64Array.from(cluster, (id) => shared[id] + normal()) };
}

describe('cluster bootstrap', () => {
  test('covers the truth as often as it says, where a bootstrap over rows is far too sure', () => {
    const samples = Array.from({ length: 150 }, (_, seed) => clusteredSample(seed));
    const coverage = (clusterOf: (cluster: Int32Array) => Int32Array) => {
      const covered = samples.filter(({ cluster, values }, seed) => {
        const resampled = clusterOf(cluster);
        const statistics = weightedMean(values, resampled);
        const [{ low, high }] = clusterBootstrap({ cluster: resampled, replicates: 200, seed, statistics });
        return low <= 0 && 0 <= high;
      });
      return covered.length / samples.length;
    };
    expect(coverage((cluster) => cluster)).toBeGreaterThan(0.88);
    expect(coverage((cluster) => cluster.map((_, row) => row))).toBeLessThan(0.7);
  });

  test('its standard error is the textbook one of the cluster means', () => {
    const { cluster, values } = clusteredSample(3);
    const [{ estimate, standardError }] = clusterBootstrap({
      cluster,
      replicates: 4000,
      seed: 1,
      statistics: weightedMean(values, cluster),
    });
    const clusterMeans = Array.from({ length: 40 }, (_, id) => {
      return values.slice(10 * id, 10 * id + 10).reduce((sum, value) => sum + value, 0) / 10;
    });
    const variance = clusterMeans.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / 40;
    expect(standardError / Math.sqrt(variance / 40)).toBeGreaterThan(0.96);
    expect(standardError / Math.sqrt(variance / 40)).toBeLessThan(1.04);
  });

  test.each([
    [{ replicates: 1 }, 'found 1 replicates, expected at least 2'],
    [{ level: 1.5 }, 'found a level of 1.5, expected one between 0 and 1'],
  ])('refuses %o, of which nobody can tell an interval', (asked, words) => {
    const options = { replicates: 20, seed: 1, statistics: (drawn: Int32Array) => [drawn[0]], ...asked };
    expect(() => clusterBootstrap({ ...options, cluster: Int32Array.of(0, 1) })).toThrow(words);
  });

  test('refuses one cluster, of which every resample is the sample itself', () => {
    const options = { replicates: 20, seed: 1, statistics: (drawn: Int32Array) => [drawn[0]] };
    expect(() => clusterBootstrap({ ...options, cluster: Int32Array.of(0, 0) })).toThrow(
      'clusterBootstrap: found 1 clusters among 2 rows, expected at least 2',
    );
    expect(() => clusterBootstrap({ ...options, cluster: new Int32Array() })).toThrow('found 0 clusters among 0 rows');
    expect(() => clusterBootstrap({ ...options, cluster: Int32Array.of(0, -1, 1) })).toThrow('row 1 has cluster -1');
  });

  test('draws as many clusters as there are', () => {
    const cluster = Int32Array.of(0, 0, 1, 2, 2, 2);
    clusterBootstrap({
      cluster,
      replicates: 50,
      seed: 9,
      statistics: (drawn) => {
        expect(drawn.length).toBe(3);
        expect(drawn[0] + drawn[1] + drawn[2]).toBe(3);
        return [0];
      },
    });
  });

  test('draws every cluster equally often', () => {
    const cluster = Int32Array.from({ length: 7 }, (_, id) => id);
    const draws = new Float64Array(7);
    const statistics = (drawn: Int32Array) => {
      drawn.forEach((times, id) => {
        draws[id] += times;
      });
      return [0];
    };
    clusterBootstrap({ cluster, replicates: 10_000, seed: 4, statistics });
    // 70 000 draws over 7 clusters: 10 000 each, standard deviation 93
    for (const drawn of draws) expect(Math.abs(drawn - 10_000)).toBeLessThan(4 * 93);
  });

  test('the same seed gives the same replicates, another seed others, and more replicates continue the fewer', () => {
    const { cluster, values } = clusteredSample(3);
    const run = (seed: number, replicates: number) =>
      clusterBootstrap({ cluster, replicates, seed, statistics: weightedMean(values, cluster) })[0].replicates;
    expect(run(1, 20)).toEqual(run(1, 20));
    expect(run(1, 20)).not.toEqual(run(2, 20));
    expect(run(1, 20)).toEqual(run(1, 30).slice(0, 20));
  });

  test('a replicate without a finite value is an error, and so is a gap in the cluster numbers', () => {
    const statistics = () => [Number.NaN];
    expect(() => clusterBootstrap({ cluster: Int32Array.of(0, 1), replicates: 3, seed: 1, statistics })).toThrow(
      'replicate 0 is NaN',
    );
    expect(() => clusterBootstrap({ cluster: Int32Array.of(0, 2), replicates: 3, seed: 1, statistics })).toThrow(
      'no row has cluster 1 of 3',
    );
  });

  test('drawn in blocks, neighbours that move together are as uncertain as they are, and single ones far too sure', () => {
    // AR(1) of 0.8: the variance of a mean is (1 + 0.8) / (1 − 0.8) = 9 times that of independent values.
    const normal = seededNormal(seededUniform(11));
    const values = new Float64Array(400);
    for (let at = 1; at < 400; at++) values[at] = 0.8 * values[at - 1] + normal();
    const cluster = Int32Array.from(values.keys());
    const errorAt = (blockLength: number) =>
      clusterBootstrap({
        cluster,
        replicates: 2000,
        seed: 1,
        blockLength,
        statistics: weightedMean(values, cluster),
      })[0].standardError;
    const ratio = (errorAt(25) / errorAt(1)) ** 2;
    expect(ratio).toBeGreaterThan(4);
    expect(ratio).toBeLessThan(10);
  });
});
