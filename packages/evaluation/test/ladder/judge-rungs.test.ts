import { describe, expect, test } from 'vitest';
import {
  ceilingContenders,
  climbLadder,
  drawCurves,
  gapClosed,
  judgeRungs,
  openWindow,
  rankScores,
} from '../../src/index.ts';

const window = openWindow(
  {
    y: Float32Array.of(0, 1, 1, 0, 0, 1, 0, 1),
    weight: new Float32Array(8).fill(1),
    step: Int32Array.of(1, 1, 1, 1, 2, 2, 2, 2),
    cluster: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
  },
  Uint32Array.from({ length: 8 }, (_, row) => row),
);
const contenders = [
  { name: 'prevalence', role: 'floor', ranking: rankScores(new Float64Array(8)) },
  { name: 'rule', role: 'incumbent', ranking: rankScores([0, 1, 1, 1, 0, 0, 0, 1]) },
  { name: 'gbm', role: 'model', ranking: rankScores([0.1, 0.7, 0.9, 0.3, 0.2, 0.4, 0.5, 0.8]) },
  { name: 'observable', role: 'ceiling', ranking: rankScores([0, 0.9, 1, 0, 0, 0.5, 0.4, 1]) },
  { name: 'clairvoyant', role: 'oracle', ranking: rankScores([0, 1, 1, 0, 0, 1, 0, 1]) },
] as const;
const options = { k: 2, seed: 7, replicates: 100 };

describe('rungs judged with their ceilings', () => {
  const judged = judgeRungs(window, contenders, options);
  const rungs = climbLadder({ ...window, group: window.step }, contenders, options);

  test('are the ladder without those nobody can climb', () => {
    expect(judged.ladder).toEqual(rungs.slice(0, 3));
    expect(judged.averagePrecision).toEqual(rungs[2].averagePrecision);
    expect(judged.precisionAtK).toEqual({ precision: rungs[2].precisionAtK, achievable: 1 });
  });

  test('say how far it is to the ceilings', () => {
    expect(judged.ceilings).toEqual({
      observable: rungs[3].averagePrecision,
      clairvoyant: rungs[4].averagePrecision,
      gapClosed: gapClosed(rungs),
      modelMinusObservable: expect.objectContaining({ estimate: rungs[3].modelMinusThis.estimate }),
    });
  });

  test('have no ceiling on data whose truth nobody knows', () => {
    expect(judgeRungs(window, contenders.slice(0, 3), options).ceilings).toBeNull();
  });

  test('take their ceilings from a truth, where there is one', () => {
    const truth = { observable: Float64Array.of(0.2, 0.4), clairvoyant: Float64Array.of(0, 1) };
    expect(ceilingContenders(truth).map(({ name, role }) => [name, role])).toEqual([
      ['observable ceiling', 'ceiling'],
      ['clairvoyant ceiling', 'oracle'],
    ]);
    expect(ceilingContenders(null)).toEqual([]);
  });

  test('are drawn, but for the floor', () => {
    expect(drawCurves(window, contenders).map(({ name }) => name)).toEqual([
      'rule',
      'gbm',
      'observable',
      'clairvoyant',
    ]);
  });
});
