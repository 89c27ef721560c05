import { describe, expect, test } from 'vitest';
import { bootstrapAveragePrecision, hasEnoughPositives, rankScores } from '../../src/index.ts';

const rows = {
  label: [0, 1, 1, 0, 0, 1, 0, 1],
  cluster: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
};
const model = rankScores([0.1, 0.7, 0.9, 0.3, 0.2, 0.4, 0.5, 0.8]);
const rule = rankScores([0, 1, 1, 1, 0, 0, 0, 1]);

describe('average precision over resamples', () => {
  test('sees the same clusters whichever rankings are asked about together', () => {
    const options = { seed: 7, replicates: 50 };
    const [together] = bootstrapAveragePrecision(rows, [model, rule], options);
    const [alone] = bootstrapAveragePrecision(rows, [model], options);
    expect(together).toEqual(alone);
    expect(together.estimate).toBeCloseTo(0.95, 12);
  });

  test('draws a resample without a positive anew, and no other', () => {
    const options = { seed: 7, replicates: 50 };
    const [every] = bootstrapAveragePrecision(rows, [model], options); // a positive in every cluster
    const one = { ...rows, label: [0, 1, 0, 0, 0, 0, 0, 0] };
    const [rare] = bootstrapAveragePrecision(one, [rule], options); // (3/4)⁴ of the resamples miss the one cluster
    expect(rare.replicates.every((precision) => precision > 0)).toBe(true);
    expect(bootstrapAveragePrecision({ ...rows }, [model], options)[0]).toEqual(every);
    const none = { ...rows, label: rows.label.map(() => 0) };
    expect(() => bootstrapAveragePrecision(none, [model], options)).toThrow('no positive');
    expect(bootstrapAveragePrecision(none, [], options)).toEqual([]);
    const shares = { ...rows, label: rows.label.map((label) => 0.4 * label) };
    expect(bootstrapAveragePrecision(shares, [model], options)).toHaveLength(1);
  });

  test('needs positives, and not all of them in one cluster', () => {
    expect(hasEnoughPositives(rows, { positives: 4, clusters: 4 })).toBe(true);
    expect(hasEnoughPositives(rows, { positives: 5, clusters: 1 })).toBe(false);
    const crowded = { ...rows, label: [1, 1, 1, 1, 0, 0, 0, 0] };
    expect(hasEnoughPositives(crowded, { positives: 4, clusters: 3 })).toBe(false);
  });
});
