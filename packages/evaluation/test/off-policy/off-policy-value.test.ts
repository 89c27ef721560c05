import { describe, expect, it } from 'vitest';
import { type LoggedSlates, offPolicyValue } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

const options = { seed: 7, replicates: 200, clipAt: 1, fewestEffective: 1, mostUnsupported: 0.2 };

/** Two slates of two slots. The other policy agrees on the first slot of the one and on the second slot of the other. */
const literal: LoggedSlates = {
  slots: {
    slate: [0, 0, 1, 1],
    position: [1, 2, 1, 2],
    reward: [1, 1, 0, 0],
    propensity: [0.5, 0.5, 0.5, 0.25],
    target: [1, 0, 0, 1],
    expected: [0.4, 0.2, 0.4, 0.1],
  },
  slates: { expected: [0.6, 0.5], cluster: ['ann', 'bob'] },
  unsupported: 0,
};

const ITEMS = 6;
const examination = [1, 0.5];
const relevance = (slate: number, item: number) => 0.1 + 0.8 * (((slate * 7 + item * 5) % 11) / 11);

/** Slates in an order drawn by lot; the other policy shows items 0 and 1 of `ITEMS`, and its reward model knows half of the truth. */
function drawnSlates(slates: number, seed: number): LoggedSlates {
  const uniform = seededUniform(seed);
  const rows = Array.from({ length: slates }, (_, slate) => {
    const first = Math.floor(uniform() * ITEMS);
    const second = (first + 1 + Math.floor(uniform() * (ITEMS - 1))) % ITEMS;
    return [first, second].map((item, at) => ({
      slate,
      position: at + 1,
      reward: Number(uniform() < examination[at] * relevance(slate, item)),
      propensity: 1 / ITEMS,
      target: Number(item === at),
      expected: examination[at] * (0.3 + 0.2 * relevance(slate, item)),
    }));
  }).flat();
  const list = (of: keyof (typeof rows)[number]) => rows.map((row) => row[of]);
  const model = (slate: number) =>
    examination.reduce((sum, exam, at) => sum + exam * (0.3 + 0.2 * relevance(slate, at)), 0);
  return {
    slots: {
      slate: list('slate'),
      position: list('position'),
      reward: list('reward'),
      propensity: list('propensity'),
      target: list('target'),
      expected: list('expected'),
    },
    slates: {
      expected: Array.from({ length: slates }, (_, slate) => model(slate)),
      cluster: Array.from({ length: slates }, (_, slate) => Math.floor(slate / 2)),
    },
    unsupported: 0,
  };
}

const trueValue = (slates: number) =>
  Array.from({ length: slates }, (_, slate) =>
    examination.reduce((sum, exam, at) => sum + exam * relevance(slate, at), 0),
  ).reduce((sum, value) => sum + value, 0) / slates;

describe('offPolicyValue', () => {
  it('is what the definitions say, by hand', () => {
    const value = offPolicyValue(literal, options);
    // (1 / .5) / 2; per position 2 / 2 + 0 / 4; direct (.6 + .5) / 2 and 2 · (1 − .4) + 4 · (0 − .1) over 2
    expect(value.inversePropensity.estimate).toBe(1);
    expect(value.selfNormalised.estimate).toBe(1);
    expect(value.direct.estimate).toBeCloseTo(0.55, 12);
    expect(value.doublyRobust.estimate).toBeCloseTo(0.95, 12);
    expect(value.clipped.estimate).toBe(0.5);
    expect(value.effectiveSampleSize).toBe(1);
  });

  it('covers the truth by all but the clipped estimator and the wrong model, in nine logs of ten', () => {
    const slates = 1000;
    const truth = trueValue(slates);
    const covered = (of: 'inversePropensity' | 'selfNormalised' | 'doublyRobust' | 'clipped' | 'direct') =>
      logs.filter((log) => log[of].low <= truth && truth <= log[of].high).length;
    const logs = Array.from({ length: 40 }, (_, seed) =>
      offPolicyValue(drawnSlates(slates, seed), { ...options, clipAt: 4, seed }),
    );
    for (const of of ['inversePropensity', 'selfNormalised', 'doublyRobust'] as const)
      expect(covered(of), of).toBeGreaterThanOrEqual(36);
    expect([covered('clipped'), covered('direct')]).toEqual([0, 0]);
    for (const log of logs) expect(log.clipped.estimate).toBeLessThan(log.inversePropensity.estimate);
  });

  it('is surer where a reward model explains part of it', () => {
    const { inversePropensity, doublyRobust } = offPolicyValue(drawnSlates(1500, 3), options);
    expect(doublyRobust.standardError).toBeLessThan(inversePropensity.standardError);
  });

  it('is the mean reward, with every slate counted, where the other policy is the logged one', () => {
    const { slots, slates } = literal;
    const same = { ...slots, target: [1, 1, 1, 1], propensity: [1, 1, 1, 1] };
    const value = offPolicyValue({ slots: same, slates, unsupported: 0 }, options);
    expect([value.inversePropensity.estimate, value.selfNormalised.estimate, value.effectiveSampleSize]).toEqual([
      1, 1, 2,
    ]);
  });

  it('cannot tell from few slots that agree, from none, or where the log could not have shown the other policy', () => {
    const verdict = (log: LoggedSlates, fewestEffective = 1) =>
      offPolicyValue(log, { ...options, fewestEffective }).verdict;
    expect(verdict(literal)).toEqual({ kind: 'known' });
    expect(verdict(literal, 30)).toEqual({ kind: 'cannot tell', why: '1.0 effective slots, expected 30' });
    expect(verdict({ ...literal, slots: { ...literal.slots, target: [0, 0, 0, 0] } }).kind).toBe('cannot tell');
    expect(verdict({ ...literal, unsupported: 0.4 })).toEqual({
      kind: 'cannot tell',
      why: 'the log could not show 40 % of the slots',
    });
  });
});
