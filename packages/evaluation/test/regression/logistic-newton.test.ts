import { describe, expect, test } from 'vitest';
import { type LogisticProblem, logisticNewton } from '../../src/regression/logistic-newton.ts';
import { sigmoid } from '../../src/units.ts';

const rows = 12_000;
const x = Float64Array.from({ length: rows }, (_, row) => Math.sin(row * 1.7) + (row % 5) / 5);
const ones = new Float64Array(rows).fill(1);

describe('Newton on many rows', () => {
  test('ends where the gradient of all rows is zero, not of the sample it began with', () => {
    const target = x.map((value, row) => Number(((row * 7919) % 1000) / 1000 < sigmoid(1.5 * value - 2)));
    const weight = x.map((_, row) => 1 + (row % 3));
    const problem = { columns: [ones, x], target, weight, penalty: [0, 0.5] };
    const { coefficients } = logisticNewton(problem);
    expect(gradientOf(problem, coefficients).map((slope) => Math.abs(slope) < 1e-6)).toEqual([true, true]);
    expect(coefficients[1]).toBeGreaterThan(1.3);
    expect(coefficients[1]).toBeLessThan(1.7);
  });

  test('goes on without a sample that holds one class only', () => {
    const target = x.map((value, row) => Number(row % 8 === 3 && value > 0.4));
    const problem = { columns: [ones, x], target, penalty: [0, 0] };
    const { coefficients } = logisticNewton(problem);
    expect(gradientOf(problem, coefficients).map((slope) => Math.abs(slope) < 1e-6)).toEqual([true, true]);
  });
});

/** Σ w·(p − target)·x plus the penalty's, in plain loops. */
function gradientOf({ columns, target, weight, penalty }: LogisticProblem, coefficients: Float64Array): number[] {
  return columns.map((column, j) => {
    let slope = penalty[j] * coefficients[j];
    for (let row = 0; row < target.length; row++) {
      const margin = columns.reduce((sum, values, k) => sum + coefficients[k] * values[row], 0);
      slope += (weight?.[row] ?? 1) * (sigmoid(margin) - target[row]) * column[row];
    }
    return slope;
  });
}
