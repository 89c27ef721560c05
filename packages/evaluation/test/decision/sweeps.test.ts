import { describe, expect, it } from 'vitest';
import { gapClosedInMoney, type RungRole, rankScores, sweepCost, sweepSlots } from '../../src/index.ts';

const queue = (name: string, role: RungRole, served: number, value: number) => ({
  ...{ name, role, served, value, cost: served * 600 },
  net: { estimate: value - served * 600, low: 0, high: 0, standardError: 0 },
  modelMinusThis: { estimate: 0, low: 0, high: 0, standardError: 0 },
});

describe('sweep of the cost of an act', () => {
  // 100 acts that keep 2.5 times their cost are worth making up to ×2.5, and nothing is beyond.
  const queues = [
    queue('model', 'model', 100, 150_000),
    queue('truth', 'oracle', 100, 540_000),
    queue('most', 'ceiling', 100, 500_000),
  ];

  it('says where doing nothing becomes the better decision', () => {
    const { best, flips, policies } = sweepCost(queues.slice(0, 1), 600);
    expect(best).toEqual(['model', 'model', 'model', 'model', 'do nothing']);
    expect(flips).toHaveLength(1);
    expect(flips[0].label).toBe('model → do nothing');
    expect(flips[0].multiplier).toBeCloseTo(2.5, 4);
    expect(policies[0].net).toEqual([135_000, 120_000, 90_000, 30_000, -90_000]);
  });

  it('draws a queue that nobody could serve, and lets it win nothing', () => {
    const { best, policies } = sweepCost(queues, 600);
    expect(best).toEqual(sweepCost(queues.slice(0, 1), 600).best);
    expect(policies.map(({ name }) => name)).toEqual(['model', 'truth', 'most']);
  });
});

describe('sweep of the slots', () => {
  // Two weeks of four accounts; account 2 was contacted, so nobody knows what happens to it when it is not.
  const rows = {
    group: Int32Array.of(1, 1, 1, 1, 2, 2, 2, 2),
    entity: Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3),
    value: Float64Array.of(1000, 1000, -400, 0, 1000, 1000, -400, 0),
    cost: 600,
    known: Uint32Array.of(0, 1, 3, 4, 5, 7),
    label: [1, 0, 1, 1, 0, 1],
    weight: [1, 1, 1, 1, 1, 1],
  };
  const risk = { name: 'risk', role: 'model', ranking: rankScores([4, 3, 2, 1, 4, 2, 3, 1]), above: 0 } as const;
  const { lengths, achievable, policies } = sweepSlots(rows, [risk, { ...risk, above: 2 }], [0.5, 1]);

  it('has the precision of the slots, beside that of a perfect ranking', () => {
    expect(lengths).toEqual([2, 4]);
    // Three known rows a week, so half of them are 1.5 slots: account 0, and half of account 1.
    expect(policies[0].precision[0]).toBeCloseTo(2 / 3, 10);
    expect(policies[0].precision[1]).toBeCloseTo(4 / 6, 10);
    expect(achievable).toEqual([1, 4 / 6]);
  });

  it('has the money of those who enter, where they are worth it', () => {
    // Accounts 0, 1 and, in the second week, 2; then all four.
    expect(policies[0].net).toEqual([1600 - 1800, 1600 - 2400]);
    expect(policies[1].net).toEqual([1600 - 1800, 1600 - 1800]);
  });
});

// 100 acts at 600 that keep 90,000 net 30,000, those that keep 150,000 net 90,000, and 270,000 net 210,000: a third of the way.
it('measures the way from the incumbent to the oracle in money', () => {
  const [rule, model] = [queue('rule', 'incumbent', 100, 90_000), queue('model', 'model', 100, 150_000)];
  expect(gapClosedInMoney([rule, model])).toBeNull();
  expect(gapClosedInMoney([rule, model, queue('truth', 'oracle', 100, 270_000)])).toBeCloseTo(1 / 3, 10);
});
