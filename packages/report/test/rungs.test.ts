import type { Interval, JudgedRungs, Rung } from '@applied-modeling/evaluation';
import { describe, expect, test } from 'vitest';
import {
  calibratorFigures,
  countedTable,
  namedSlices,
  queueRows,
  rollingTable,
  rungFacts,
  rungsFigure,
  rungTiles,
  stepsFigure,
} from '../src/index.ts';

const interval = (estimate: number): Interval => ({
  estimate,
  low: estimate - 0.1,
  high: estimate + 0.1,
  standardError: 0.05,
});
const rung = (name: string, role: Rung['role'], estimate: number): Rung => ({
  ...{ name, role, averagePrecision: interval(estimate), precisionAtK: estimate, rocAuc: 0.7 },
  modelMinusThis: { ...interval(0), excludesZero: false },
});
const judged: JudgedRungs = {
  ladder: [rung('rule', 'incumbent', 0.1), rung('logistic', 'simple', 0.3), rung('gbm', 'model', 0.4)],
  ...{ averagePrecision: interval(0.4), rocAuc: 0.8, precisionAtK: { precision: 0.5, achievable: 0.9 } },
  ceilings: {
    observable: interval(0.5),
    clairvoyant: interval(0.6),
    gapClosed: 0.75,
    modelMinusObservable: interval(-0.1),
  },
};
const told = { ...judged, model: 'gbm', k: 9 };
const words = { rule: 'CSM rule', simple: 'logistic', slots: 'riskiest 9 a week' };

describe('rungs for a reader', () => {
  test('go from the rule through the simple one to the model and the ceiling', () => {
    expect(rungFacts(told, words)).toEqual({
      'average precision': ['CSM rule 0.100 →', 'logistic 0.300 →', 'gbm 0.400 [0.300, 0.500] →', 'ceiling 0.500'],
      'riskiest 9 a week': ['CSM rule right 10.0% →', 'gbm 50.0% →', 'at most 90.0%'],
      'gap closed': '75.0% of the way from the rule to what anyone could know',
    });
  });

  test('say of own data that nobody knows its ceiling', () => {
    const own = { ...told, ceilings: null };
    expect(rungFacts(own, words)['gap closed']).toContain('unknown: your own data has no ceiling');
    expect(rungTiles(own).map(({ value }) => value)).toEqual(['0.400', '50%', '—']);
  });

  test('are a leak above the ceiling, in words', async () => {
    const above = { ...told, ceilings: { ...judged.ceilings!, gapClosed: 1.2 } };
    expect(rungFacts(above, words)['gap closed']).toContain(': above the ceiling');
    const curves = [{ name: 'gbm', role: 'model', points: [{ recall: 0, precision: 1, threshold: 1 }] }] as const;
    const { caption } = await rungsFigure(curves as never, { baseRate: 0.1, ceilings: judged.ceilings });
    expect(caption).toContain('would be a leak, not a triumph');
  });

  test('are drawn step by step, and told of earlier folds', async () => {
    const steps = [7, 8].map((step) => ({ step, model: interval(0.4), rule: 0.1, ceiling: 0.5 }));
    const drawn = await stepsFigure(steps, { step: 'week', rule: 'CSM rule', entities: 'accounts' });
    expect(drawn.caption).toBe('Week by week through the test window.');
    expect(JSON.stringify(drawn)).toContain('for model, CSM rule, ceiling');
    const folds = [{ name: 'week 80', averagePrecision: 0.4, rule: 0.1, observable: null }];
    expect(rollingTable(folds, 'CSM rule')).toMatchObject({
      rows: [{ fold: 'week 80', model: '0.400', 'CSM rule': '0.100', ceiling: '—' }],
    });
  });
});

describe('the calibrator that ships', () => {
  const scores = (method: 'isotonic' | 'platt', brierScore: number) => ({ method, brierScore });
  const calibration = { shipped: scores('isotonic', 0.0257), alternatives: [scores('platt', 0.0259)] } as never;

  test.each([
    ['a tie', interval(0)],
    ['worse by more than noise', interval(-0.2)],
    ['better by more than noise', interval(0.2)],
  ])('leaves the other %s', (verdict, difference) => {
    expect(calibratorFigures(calibration, difference)).toEqual({
      calibrator: 'isotonic regression (a rising step function, smoothed)',
      ...{ brier: '0.0257', alternative: "Platt's sigmoid", alternative_brier: '0.0259', calibrator_verdict: verdict },
    });
  });
});

test('rows are counted by reason, with their share of all', () => {
  expect(countedTable('By reason.', 'account-weeks', { eligible: 1500, paused: 500 })).toMatchObject({
    rows: [
      { 'account-weeks': 'eligible', rows: '1,500', share: '75.0%' },
      { 'account-weeks': 'paused', rows: '500', share: '25.0%' },
    ],
  });
});

test('slices are named by what they slice', () => {
  const slice = { slice: 'region', value: 'eu-west', baseRate: 0.1, averagePrecision: null };
  expect(namedSlices([slice])).toMatchObject([{ name: 'region: eu-west', baseRate: 0.1, averagePrecision: null }]);
});

test('lists are told in a row each', () => {
  const queue = { name: 'rule', role: 'incumbent', served: 1500, value: 1, cost: 1, precision: 0.25 } as const;
  const [row] = queueRows([{ ...queue, net: interval(1e6), modelMinusThis: interval(0) }], {
    right: 'right',
    acts: 'contacts',
  });
  expect(row).toEqual({ 'queue ordered by': 'rule', right: '25%', contacts: '1,500', 'net [95 %]': '$1M [$1M, $1M]' });
});
