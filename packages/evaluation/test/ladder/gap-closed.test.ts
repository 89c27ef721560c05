import { describe, expect, it } from 'vitest';
import { gapClosed, type NamedRung, type Rung, rankedFigures, shippedRanker } from '../../src/index.ts';

const interval = (estimate: number) => ({
  estimate,
  low: estimate - 0.01,
  high: estimate + 0.01,
  standardError: 0.005,
});
const rung = (role: NamedRung['role'], precision: number): Rung => ({
  ...{ name: role, role, precisionAtK: 0, rocAuc: 0.5, averagePrecision: interval(precision) },
  modelMinusThis: { ...interval(0.5 - precision), excludesZero: precision < 0.49 },
});
const ladder = [rung('incumbent', 0.2), rung('simple', 0.4), rung('model', 0.5), rung('ceiling', 0.6)];

describe('the gap between the rule and the ceiling', () => {
  it('is closed by the share of the way the model has gone', () => {
    expect(gapClosed(ladder)).toBeCloseTo(0.75, 12); // (0.5 − 0.2) / (0.6 − 0.2)
  });

  it('is unknown where nobody is a ceiling', () => {
    expect(gapClosed(ladder.slice(0, 3))).toBeNull();
  });
});

it('ships the model of a ladder that ranks where it beats the best by average precision', () => {
  expect(shippedRanker(ladder)).toMatchObject({ ships: { name: 'model' }, bestSimpler: { name: 'simple' } });
});

it('names the figures that runs are compared by, and leaves unknown what nobody knows', () => {
  const shipped = { slope: { why: 'too few' }, expectedCalibrationError: 0.02 } as unknown as Parameters<
    typeof rankedFigures
  >[0]['calibration']['shipped'];
  expect(rankedFigures({ ladder: ladder.slice(0, 3), baseRate: 0.1, calibration: { shipped } })).toEqual({
    ...{ average_precision: 0.5, precision_at_k: 0, base_rate: 0.1, gap_closed: null },
    ...{ expected_calibration_error: 0.02, calibration_slope: null },
  });
});
