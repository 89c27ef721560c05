import { describe, expect, it } from 'vitest';
import { bestGroupOfEach, judgeQueues, queuePolicy } from '../../src/index.ts';

/** Two weeks of four accounts: a contact keeps 1000 of the first two, more a week later of the second, and harms the third. */
const rows = {
  group: Int32Array.of(1, 1, 1, 1, 2, 2, 2, 2),
  entity: Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3),
  value: Float64Array.of(1000, 1000, -400, 0, 900, 3000, -400, 0),
  cost: 600,
  known: Uint32Array.of(0, 1, 3, 4, 5, 7),
  label: [1, 1, 0, 1, 1, 0],
  weight: [1, 1, 1, 1, 1, 1],
};
const worth = Float64Array.of(1, 0.9, 0.1, 0, 1, 0.9, 0.1, 0);

describe('queues judged', () => {
  const policies = [
    queuePolicy('rule', 'incumbent', Float64Array.of(0, 0, 1, 0.5, 0, 0, 1, 0.5)),
    queuePolicy('simple', 'simple', worth),
    queuePolicy('model', 'model', worth, 0.5),
    bestGroupOfEach('truth', rows),
  ];
  const { money, queueLengths, sensitivity } = judgeQueues(rows, policies, { share: 0.5, seed: 7, replicates: 50 });

  it('serve each account once, at the price of a contact', () => {
    expect(money.map(({ name, served, net }) => [name, served, net.estimate])).toEqual([
      ['rule', 2, -1600],
      ['simple', 2, 800],
      ['model', 2, 800],
      ['truth', 2, 2800],
    ]);
  });

  // 1.5 slots of three known accounts: the rule lists one that stays, and half of another that does not.
  it('are right among the slots, as far as outcomes are known', () => {
    const precisions = money.slice(0, 3).map(({ precision }) => precision);
    expect(precisions).toEqual([expect.closeTo(1 / 3, 12), 1, 1]);
  });

  it('are drawn by length but for simple ones and what nobody could serve', () => {
    expect(queueLengths.policies.map(({ name }) => name)).toEqual(['rule', 'model']);
    expect(queueLengths.lengths).toEqual([1, 1, 2, 4, 8]);
    expect(sensitivity.policies.map(({ name }) => name)).toContain('truth');
  });
});

it('serves each account in the week in which that keeps most, if it pays', () => {
  const { ranking, above, role } = bestGroupOfEach('truth', rows);
  expect(role).toBe('oracle');
  expect(Array.from(ranking.score).flatMap((score, row) => (score > above ? [row] : []))).toEqual([0, 5]);
});
