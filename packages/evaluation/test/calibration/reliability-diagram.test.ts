import { describe, expect, test } from 'vitest';
import { reliabilityDiagram, sigmoid } from '../../src/index.ts';
import { seededNormal, seededUniform } from '../reference/seeded-random.ts';

describe('reliability diagram', () => {
  test('brackets the planted rate of most bins when forecasts are right', () => {
    const uniform = seededUniform(13);
    const normal = seededNormal(uniform);
    const probability = Array.from({ length: 5000 }, () => sigmoid(normal() - 2));
    const label = probability.map((value) => Number(uniform() < value));
    const points = reliabilityDiagram(label, probability);
    expect(points).toHaveLength(10);
    const held = points.filter((point) => point.low <= point.meanPredicted && point.meanPredicted <= point.high);
    expect(held.length).toBeGreaterThanOrEqual(8);
  });

  test('unequal weights leave fewer effective rows and a wider interval', () => {
    const rows = { label: [0, 1, 0, 1], probability: [0.5, 0.5, 0.5, 0.5] };
    const [equal] = reliabilityDiagram(rows.label, rows.probability);
    const [unequal] = reliabilityDiagram(rows.label, rows.probability, { weight: [3, 3, 1, 1] });
    expect(equal.effectiveRows).toBe(4);
    expect(unequal.effectiveRows).toBeCloseTo(64 / 20, 14);
    expect(unequal.high - unequal.low).toBeGreaterThan(equal.high - equal.low);
  });
});
