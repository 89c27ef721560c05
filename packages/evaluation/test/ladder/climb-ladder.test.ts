import { describe, expect, test } from 'vitest';
import { climbLadder, rankScores } from '../../src/index.ts';

const rows = {
  label: [0, 1, 1, 0, 0, 1, 0, 1],
  cluster: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
  group: Int32Array.of(1, 1, 1, 1, 2, 2, 2, 2),
};
const contenders = [
  { name: 'prevalence', role: 'floor', ranking: rankScores(new Float64Array(8)) },
  { name: 'rule', role: 'incumbent', ranking: rankScores([0, 1, 1, 1, 0, 0, 0, 1]) },
  { name: 'gbm', role: 'model', ranking: rankScores([0.1, 0.7, 0.9, 0.3, 0.2, 0.4, 0.5, 0.8]) },
  { name: 'truth', role: 'ceiling', ranking: rankScores([0, 1, 1, 0, 0, 1, 0, 1]) },
] as const;

describe('a ladder climbed', () => {
  const ladder = climbLadder(rows, contenders, { k: 2, seed: 7, replicates: 100 });

  // sklearn: average_precision_score, roc_auc_score of each score; the two best of each group by eye.
  test('judges every rung, in the order given', () => {
    expect(ladder.map(({ name, role }) => [name, role])).toEqual([
      ['prevalence', 'floor'],
      ['rule', 'incumbent'],
      ['gbm', 'model'],
      ['truth', 'ceiling'],
    ]);
    expect(ladder.map(({ averagePrecision }) => averagePrecision.estimate)).toEqual([
      0.5,
      expect.closeTo(0.6875, 12),
      expect.closeTo(0.95, 12),
      1,
    ]);
    expect(ladder.map(({ rocAuc }) => rocAuc)).toEqual([0.5, 0.75, 0.9375, 1]);
    expect(ladder.map(({ precisionAtK }) => precisionAtK)).toEqual([0.5, expect.closeTo(2 / 3, 12), 0.75, 1]);
  });

  test('tells each difference from the one model, wherever it stands', () => {
    for (const { averagePrecision, modelMinusThis } of ladder) {
      expect(modelMinusThis.estimate).toBeCloseTo(0.95 - averagePrecision.estimate, 12);
    }
    expect(ladder[2].modelMinusThis).toMatchObject({ estimate: 0, low: 0, high: 0, excludesZero: false });
    const turned = climbLadder(rows, contenders.toReversed(), { k: 2, seed: 7, replicates: 100 });
    expect(turned.toReversed()).toEqual(ladder);
  });

  test('is refused without a model, or with two', () => {
    const options = { k: 2, seed: 7, replicates: 10 };
    expect(() => climbLadder(rows, contenders.slice(0, 2), options)).toThrow('found 0 rungs of role model');
    expect(() => climbLadder(rows, [...contenders, contenders[2]], options)).toThrow('found 2 rungs of role model');
  });
});
