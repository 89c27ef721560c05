import { describe, expect, it } from 'vitest';
import { doublyRobustOutcomes, fitLogisticRegression } from '../../src/index.ts';

/**
 * 1,000 rows, half of them in danger: 40 % of those would show the event untreated, 10 % of the others. Nine in ten of those in danger
 * are treated, none of the others; a treated row shows nothing (NaN).
 */
const cells = [
  { danger: 1, treated: 450, spared: 50, rate: 0.4 },
  { danger: 0, treated: 0, spared: 500, rate: 0.1 },
];
const rows = cells.flatMap(({ danger, treated, spared, rate }) => [
  ...Array.from({ length: treated }, () => ({ danger, label: Number.NaN, weight: 0 })),
  ...Array.from({ length: spared }, (_, nth) => ({
    danger,
    label: Number(nth < rate * spared),
    weight: danger === 1 ? 10 : 1,
  })),
]);
const danger = rows.map((row) => row.danger);
const right = danger.map((one) => (one === 1 ? 0.4 : 0.1));
const wrong = danger.map(() => 0.2);
const column = (of: 'label' | 'weight') => rows.map((row) => row[of]);

describe('doubly robust outcomes', () => {
  const meanOf = (outcomes: ArrayLike<number>, one: number) => {
    const chosen = Array.from(outcomes).filter((_, row) => danger[row] === one);
    return chosen.reduce((sum, outcome) => sum + outcome, 0) / chosen.length;
  };
  const outcomes = (weight: readonly number[], expected: readonly number[]) =>
    doublyRobustOutcomes({ label: column('label'), weight, expected });

  it('are right on average if the weights are, whatever the model says', () => {
    const found = outcomes(column('weight'), wrong);
    expect(meanOf(found, 1)).toBeCloseTo(0.4, 10);
    expect(meanOf(found, 0)).toBeCloseTo(0.1, 10);
  });

  it('are right on average if the model is, whatever the weights say', () => {
    const found = outcomes(
      column('weight').map((weight) => Math.min(weight, 2)),
      right,
    );
    expect(meanOf(found, 1)).toBeCloseTo(0.4, 10);
  });

  it('are wrong where both are', () => {
    const found = outcomes(
      column('weight').map((weight) => Math.min(weight, 2)),
      wrong,
    );
    expect(meanOf(found, 1)).toBeCloseTo(0.2 + 2 * 0.1 * (0.4 - 0.2), 10);
  });

  it('can be regressed on, though they leave [0, 1]', () => {
    const found = outcomes(column('weight'), wrong);
    expect(Math.max(...found)).toBeGreaterThan(1);
    const regress = (isPseudo: boolean) => fitLogisticRegression([danger], ['danger'], found, { C: 1e6, isPseudo });
    const [{ coefficient, scale }] = regress(true).features;
    // log(0.4 / 0.6) − log(0.1 / 0.9)
    expect(coefficient / scale).toBeCloseTo(1.792, 2);
    expect(() => regress(false)).toThrow('expected a number from 0 to 1');
  });
});
