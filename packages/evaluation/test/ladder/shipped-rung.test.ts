import { describe, expect, test } from 'vitest';
import { type Interval, type NamedRung, rungOf, shippedRung } from '../../src/index.ts';

type Judged = NamedRung & { readonly figure: number; readonly modelMinusThis: Interval };

const interval = (estimate: number, low: number, high: number): Interval => ({
  estimate,
  low,
  high,
  standardError: (high - low) / 3.92,
});
const rung = (name: string, role: NamedRung['role'], figure: number, minus: Interval): Judged => ({
  name,
  role,
  figure,
  modelMinusThis: minus,
});
const figureOf = ({ figure }: Judged) => figure;

/** Average precision: more is better. */
const ladder = [
  rung('prevalence', 'floor', 0.04, interval(0.46, 0.41, 0.51)),
  rung('rule', 'incumbent', 0.2, interval(0.3, 0.25, 0.35)),
  rung('logistic', 'simple', 0.45, interval(0.05, 0.01, 0.09)),
  rung('gbm', 'model', 0.5, interval(0, 0, 0)),
  rung('part of the gbm', 'ablation', 0.49, interval(0.01, -0.01, 0.03)),
  rung('observable', 'ceiling', 0.6, interval(-0.1, -0.14, -0.06)),
];
const withLogistic = (minus: Interval) => ladder.with(2, rung('logistic', 'simple', 0.5 - minus.estimate, minus));

/** Dollars: less is better, and the model's difference is below 0 where it is cheaper. */
const costs = [
  rung('last week', 'baseline', 120, interval(-30, -40, -20)),
  rung('ridge', 'simple', 95, interval(-5, -9, -1)),
  rung('gbm', 'model', 90, interval(0, 0, 0)),
  rung('oracle', 'oracle', 80, interval(10, 6, 14)),
];

describe('the rung that ships', () => {
  test('is the model where its interval against the best simpler rung lies above 0', () => {
    expect(shippedRung(ladder, { figureOf, better: 'higher' })).toEqual({
      ships: ladder[3],
      model: ladder[3],
      bestSimpler: ladder[2],
      modelMinusBest: interval(0.05, 0.01, 0.09),
      modelEarnsItsPlace: true,
    });
  });

  test.each([
    ['reaches 0', interval(0.05, 0, 0.1)],
    ['includes 0, though the estimate is above it', interval(0.04, -0.01, 0.09)],
    ['lies below 0', interval(-0.05, -0.09, -0.01)],
    ['is no number', interval(0.04, Number.NaN, Number.NaN)],
  ])('is the best simpler rung where that interval %s', (_, minus) => {
    const shipped = shippedRung(withLogistic(minus), { figureOf, better: 'higher' });
    expect(shipped).toMatchObject({ ships: { name: 'logistic' }, model: { name: 'gbm' }, modelEarnsItsPlace: false });
    expect(shipped.modelMinusBest).toEqual(minus);
  });

  test('costs: the best is the cheapest, and the interval has to lie below 0', () => {
    expect(shippedRung(costs, { figureOf, better: 'lower' })).toMatchObject({
      ships: { name: 'gbm' },
      bestSimpler: { name: 'ridge' },
      modelMinusBest: { estimate: -5, low: -9, high: -1 },
    });
    const close = costs.with(1, rung('ridge', 'simple', 92, interval(-2, -6, 2)));
    expect(shippedRung(close, { figureOf, better: 'lower' }).ships.name).toBe('ridge');
    const dearer = costs.with(1, rung('ridge', 'simple', 85, interval(5, 1, 9)));
    expect(shippedRung(dearer, { figureOf, better: 'lower' }).ships.name).toBe('ridge');
  });

  test('is never a ceiling or a part of the model, and needs a model and a simpler rung', () => {
    const alone = [rungOf(ladder, 'model'), rungOf(ladder, 'ceiling'), rungOf(ladder, 'ablation')];
    expect(() => shippedRung(alone, { figureOf, better: 'higher' })).toThrow('no rung is one of floor, baseline');
    expect(() => shippedRung(ladder.slice(0, 3), { figureOf, better: 'higher' })).toThrow('0 rungs of role model');
  });
});
