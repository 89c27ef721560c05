import { expect, test } from 'vitest';
import { gaussLegendre } from '../src/quadrature.ts';

test('has the points and weights of three points on [0, 1]', () => {
  const { points, weights } = gaussLegendre(3);
  const distance = Math.sqrt(3 / 5) / 2; // Abramowitz & Stegun, table 25.4, moved to [0, 1]
  [0.5 + distance, 0.5, 0.5 - distance].forEach((point, i) => {
    expect(points[i]).toBeCloseTo(point, 15);
  });
  [5 / 18, 8 / 18, 5 / 18].forEach((weight, i) => {
    expect(weights[i]).toBeCloseTo(weight, 15);
  });
});

test('integrates powers up to twice the points less one, and no further', () => {
  for (const numPoint of [1, 2, 3, 4, 8, 16]) {
    const { points, weights } = gaussLegendre(numPoint);
    const integral = (power: number) => points.reduce((sum, point, i) => sum + weights[i] * point ** power, 0);
    for (let power = 0; power < 2 * numPoint; power++) expect(integral(power)).toBeCloseTo(1 / (power + 1), 14);
    if (numPoint <= 4) expect(integral(2 * numPoint)).not.toBeCloseTo(1 / (2 * numPoint + 1), 5);
  }
});
