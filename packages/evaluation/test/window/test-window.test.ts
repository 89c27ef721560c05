import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  baseRateOf,
  judgeEarlier,
  judgePart,
  judgeSlices,
  judgeSteps,
  openWindow,
  partOf,
} from '../../src/index.ts';

/** Twelve customers in two steps; the riskier ones by score are lost a little oftener. Row 24 has not matured. */
const customers = Array.from({ length: 12 }, (_, customer) => customer);
const decisions = [0, 1].flatMap((step) => customers.map((customer) => ({ step, customer })));
const set = {
  y: Float32Array.from([...decisions.map(({ customer }) => Number(customer % 3 === 0)), Number.NaN]),
  weight: new Float32Array(25).fill(1),
  step: Int32Array.from([...decisions.map(({ step }) => 7 + step), 9]),
  cluster: Int32Array.from([...decisions.map(({ customer }) => 100 + customer), 100]),
};
const rows = Uint32Array.from(decisions.keys());
const score = Float64Array.from(decisions, ({ customer, step }) => Number(customer % 3 === 0) + (customer % 5) * step);
const options = { seed: 7, replicates: 50, minimum: { positives: 4, clusters: 4 } };

describe('a test window', () => {
  const window = openWindow(set, rows);

  it('holds its rows as columns, its clusters numbered from 0', () => {
    expect([...window.step]).toEqual(decisions.map(({ step }) => 7 + step));
    expect([...new Set(window.cluster)]).toEqual(customers);
    expect(baseRateOf(window)).toBeCloseTo(1 / 3, 12);
  });

  it('refuses a row whose label is not known', () => {
    expect(() => openWindow(set, Uint32Array.of(0, 24))).toThrow(
      'the label of row 24, decided in step 9, is not known',
    );
  });

  it('has parts, which say where they stand in it', () => {
    const part = partOf(window, (row) => row % 3 === 0);
    expect([...part.at]).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    expect(baseRateOf(part)).toBe(1);
    expect([...new Set(part.cluster)]).toEqual([0, 1, 2, 3]);
  });

  it('is judged in parts, but for one in which too few customers are lost', () => {
    expect(
      judgePart(
        partOf(window, () => true),
        score,
        options,
      )?.estimate,
    ).toBeGreaterThan(0.3);
    expect(judgePart(window, score, { ...options, minimum: { positives: 9, clusters: 4 } })).toBeNull();
  });

  it('is judged by every value of every slice, which name the rows of the set', () => {
    const region = Array.from({ length: 25 }, (_, row) => (row < 12 ? 'north' : row < 24 ? 'south' : 'nowhere'));
    const found = judgeSlices(window, { region }, score, options);
    expect(found.map(({ slice, value }) => `${slice}: ${value}`)).toEqual(['region: north', 'region: south']);
    // In the first step the score is the label itself.
    expect(found[0].averagePrecision?.estimate).toBe(1);
    expect(found[1].averagePrecision!.estimate).toBeLessThan(1);
  });

  it('is judged step by step, beside the rule and, where there is one, the ceiling', () => {
    const rule = new Float64Array(24);
    const [first, second] = judgeSteps(window, { model: score, rule, ceiling: Float64Array.from(set.y) }, options);
    expect([first.step, first.model.estimate, first.rule, first.ceiling]).toEqual([7, 1, expect.closeTo(1 / 3, 6), 1]);
    expect(second.model.estimate).toBeLessThan(1);
    expect(judgeSteps(window, { model: score, rule, ceiling: null }, options)[0].ceiling).toBeNull();
    expect(
      judgeSteps(window, { model: score, rule, ceiling: null }, { ...options, minimum: { positives: 9, clusters: 9 } }),
    ).toEqual([]);
  });

  it('of an earlier fold is judged by the score, the rule and, where there is one, the ceiling', () => {
    const rule = new Float64Array(24);
    expect(judgeEarlier('week 80', window, { model: score, rule, observable: null })).toEqual({
      name: 'week 80',
      averagePrecision: averagePrecision(window.label, score),
      rule: expect.closeTo(1 / 3, 12),
      observable: null,
    });
    expect(
      judgeEarlier('week 80', window, { model: score, rule, observable: Float64Array.from(window.label) }).observable,
    ).toBe(1);
  });
});
