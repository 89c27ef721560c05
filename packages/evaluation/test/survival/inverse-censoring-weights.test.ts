import { describe, expect, it } from 'vitest';
import { type FollowedRows, inverseCensoringWeights } from '../../src/survival/inverse-censoring-weights.ts';
import { seededNormal, seededUniform } from '../reference/seeded-random.ts';

const weightsOf = (rows: FollowedRows) => Array.from(inverseCensoringWeights(rows));

describe('inverseCensoringWeights', () => {
  it('are 1 where nothing was cut short', () => {
    expect(weightsOf({ amount: [1, 50, 900], isKnown: [1, 1, 1] })).toEqual([1, 1, 1]);
  });

  it('share a row that was cut among those that got as far: Kaplan and Meier by hand', () => {
    // At 10 three of four are left and one is cut: 2/3 stay. At 40 one of the last two is: 1/3 stay.
    const weights = weightsOf({ amount: [5, 10, 600, 40], isKnown: [1, 0, 1, 0] });
    expect(weights.slice(0, 2)).toEqual([1, 0]);
    expect(weights[2]).toBeCloseTo(3, 6);
    expect(weights[3]).toBe(0);
  });

  it('let one stratum say nothing of another', () => {
    const rows = { amount: [900, 20, 10, 900], isKnown: [1, 1, 0, 1] };
    expect(weightsOf({ ...rows, stratum: ['job', 'job', 'notebook', 'notebook'] })).toEqual([1, 1, 0, 2]);
  });

  it('do not count rows that nobody followed', () => {
    expect(weightsOf({ amount: [Number.NaN, 10, 20], isKnown: [0, 0, 1] })).toEqual([0, 0, 2]);
  });

  it('take the known one first of two that stop together, in whatever order they come', () => {
    // Known at 10 before the cut at 10: it stands for itself alone, and the cut one is stood for by the last.
    expect(weightsOf({ amount: [10, 10, 20], isKnown: [0, 1, 1] })).toEqual([0, 1, 2]);
    expect(weightsOf({ amount: [20, 10, 10], isKnown: [1, 1, 0] })).toEqual([2, 1, 0]);
  });

  it('let no row stand for more than so many', () => {
    const isKnown = Array.from({ length: 50 }, (_, row) => Number(row === 49));
    expect(weightsOf({ amount: [...isKnown.keys()], isKnown })[49]).toBe(10);
  });

  it('refuse lists of different lengths', () => {
    expect(() => inverseCensoringWeights({ amount: [1, 2], isKnown: [1] })).toThrow(
      'inverseCensoringWeights: amount has 2 rows but isKnown has 1; give one entry per row',
    );
  });

  it('recover the share above a limit that impatience hides, where dropping the cut rows would miss it', () => {
    const uniform = seededUniform(11);
    const normal = seededNormal(uniform);
    const limit = 600;
    const rows = Array.from({ length: 20_000 }, () => {
      const whole = Math.exp(4 + 1.5 * normal());
      const patience = 1500 * -Math.log(uniform());
      return { whole, amount: Math.min(whole, patience, limit), isKnown: Number(Math.min(whole, limit) <= patience) };
    });
    const weight = inverseCensoringWeights({
      amount: rows.map(({ amount }) => amount),
      isKnown: rows.map(({ isKnown }) => isKnown),
    });
    const shareAbove = (weightOf: (row: number) => number) => {
      const total = rows.reduce((sum, _, row) => sum + weightOf(row), 0);
      return rows.reduce((sum, { whole }, row) => sum + (whole > limit ? weightOf(row) : 0), 0) / total;
    };
    const truth = shareAbove(() => 1);
    expect(Math.abs(shareAbove((row) => weight[row]) / truth - 1)).toBeLessThan(0.05);
    expect(shareAbove((row) => rows[row].isKnown)).toBeLessThan(0.9 * truth);
  });
});
