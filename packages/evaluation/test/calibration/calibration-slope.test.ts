import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CalibrationSlope, calibrationSlope as fitSlope, logit, sigmoid } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

const calibrationSlope = (rows: Parameters<typeof fitSlope>[0]): CalibrationSlope => {
  const found = fitSlope(rows);
  if ('why' in found) throw new Error(found.why);
  return found;
};

describe('calibration slope', () => {
  const probability = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
  const label = [0, 1, 0, 0, 1, 0, 1, 1];
  const cluster = [0, 0, 1, 1, 2, 2, 3, 3];

  // numpy: X = c_[log(p / (1 - p)), ones(8)]; 50 Newton steps give b, q and H; S = summed scores (q - y) * X of a cluster;
  // sqrt(diag(inv(H) @ S.T @ S @ inv(H)) * G / (G - 1)) for G = 4 clusters, then for G = 8 rows
  test('matches the sandwich computed in numpy, by cluster and by row', () => {
    const clustered = calibrationSlope({ label, probability, cluster });
    expect(clustered.slope.estimate).toBeCloseTo(0.9234506216265114, 8);
    expect(clustered.slope.standardError).toBeCloseTo(0.6900891584755943, 8);
    expect(clustered.intercept.estimate).toBeCloseTo(0.23811062027911817, 8);
    expect(clustered.intercept.standardError).toBeCloseTo(0.786252472866759, 8);
    const byRow = calibrationSlope({ label, probability });
    expect(byRow.slope.standardError).toBeCloseTo(0.7624676785891128, 8);
  });

  test('recovers a planted slope of ½: forecasts twice as extreme as the truth', () => {
    const uniform = seededUniform(11);
    const truth = Array.from({ length: 20_000 }, () => uniform() * 4 - 3);
    const { slope, intercept } = calibrationSlope({
      label: truth.map((margin) => Number(uniform() < sigmoid(margin))),
      probability: truth.map((margin) => sigmoid(2 * margin)),
    });
    expect(slope.low).toBeLessThan(0.5);
    expect(slope.high).toBeGreaterThan(0.5);
    expect(slope.high - slope.low).toBeLessThan(0.1);
    expect(Math.abs(intercept.estimate)).toBeLessThan(3 * intercept.standardError);
  });

  test('its interval widens when the rows of a cluster repeat each other', () => {
    const uniform = seededUniform(12);
    const once = Array.from({ length: 500 }, () => uniform() * 4 - 2);
    const outcome = once.map((margin) => Number(uniform() < sigmoid(margin)));
    const repeat = (values: readonly number[]) => values.flatMap((value) => Array<number>(10).fill(value));
    const rows = { label: repeat(outcome), probability: repeat(once.map(sigmoid)) };
    const naive = calibrationSlope(rows);
    const robust = calibrationSlope({ ...rows, cluster: repeat(once.map((_, id) => id)) });
    expect(robust.slope.standardError / naive.slope.standardError).toBeCloseTo(Math.sqrt(10), 1);
  });

  test.each([
    [
      'separable outcomes',
      [0, 0, 1, 1],
      [0.1, 0.2, 0.8, 0.9],
      'no row of label 1 has a lower forecast than one of label 0',
    ],
    ['outcomes that meet in a tie', [0, 0, 1, 1], [0.1, 0.5, 0.5, 0.9], 'no row of label 1 has a lower forecast'],
    ['outcomes the wrong way round', [1, 1, 0], [0.1, 0.2, 0.8], 'no row of label 1 has a higher forecast'],
    ['no event', [0, 0, 0, 0], [0.1, 0.2, 0.8, 0.9], 'no row has label 1'],
    ['nothing but events', [1, 1], [0.1, 0.2], 'no row has label 0'],
    ['constant forecasts', [0, 0, 1, 1], [0.1, 0.1, 0.1, 0.1], 'every row has the same forecast'],
    ['a certain forecast', [0, 1, 0, 1], [0.1, 0.5, 0.6, 1], 'row 3 has forecast 1, whose log-odds are infinite'],
  ])('says why %s have no finite slope', (_, labels, probabilities, why) => {
    const found = fitSlope({ label: labels, probability: probabilities });
    expect(found).toEqual({ why: expect.stringContaining(why) });
  });

  test('looks at rows with weight, and at no row twice', () => {
    const rows = { label: [0, 1, 0, 1], probability: [0.1, 0.2, 0.3, 0.4] };
    expect(fitSlope({ ...rows, weight: [1, 0, 1, 1] })).toEqual({ why: expect.stringContaining('no row of label 1') });
    expect(fitSlope({ ...rows, cluster: [3, 3, 3, 3] })).toEqual({ why: 'all rows are of one cluster' });
    expect(calibrationSlope(rows).slope.estimate).toBeGreaterThan(0);
  });

  test('is finite or says why, whatever the rows', () => {
    const row = fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      logit: fc.double({ min: -700, max: 30, noNaN: true }),
      weight: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const found = fitSlope({
          label: rows.map((one) => one.label),
          probability: rows.map((one) => sigmoid(one.logit)),
          weight: rows.map((one) => one.weight),
        });
        if ('why' in found) expect(found.why).not.toBe('');
        else
          for (const { estimate, standardError } of Object.values(found)) {
            expect([estimate, standardError].every(Number.isFinite)).toBe(true);
          }
      }),
    );
  });

  test('the inverse of the sigmoid is the logit', () => {
    expect(logit(sigmoid(1.5))).toBeCloseTo(1.5, 14);
  });
});
