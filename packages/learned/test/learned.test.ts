import { fitLogisticRegression, fitRidge, predictLogistic, predictRidge } from '@applied-modeling/evaluation';
import { predictMargin, train } from '@applied-modeling/gbm';
import type { ModelFolder } from '@applied-modeling/tracking';
import { describe, expect, it } from 'vitest';
import {
  explainLearned,
  type Learned,
  learnedAsJson,
  learnedFromJson,
  predictLearned,
  readLearned,
  registeredModel,
} from '../src/index.ts';

/** Forty rows of two columns, one with gaps, and an event that both speak for. */
const rows = Array.from({ length: 40 }, (_, row) => row);
const names = ['a', 'b'];
const columns = [
  Float32Array.from(rows, (row) => Math.sin(row)),
  Float32Array.from(rows, (row) => (row % 7 === 0 ? Number.NaN : Math.cos(3 * row))),
];
const label = Float32Array.from(rows, (row) => Number(Math.sin(row) + 0.3 * Math.cos(3 * row) > 0.1 * (row % 5)));
const read = { names, columns };

const params = { objective: 'binary:logistic', max_depth: 3, min_child_weight: 0 } as const;
const trees = train(params, { columns, featureNames: names, numRow: rows.length, label }, { numBoostRound: 5 });
const logistic = fitLogisticRegression(columns, names, label);
const ridge = fitRidge(columns, names, label, 1);
const all: readonly Learned[] = [trees, logistic, ridge];

describe('what was learnt', () => {
  it('says of each row what its own library says', () => {
    expect([...predictLearned(trees, read)]).toEqual([...predictMargin(trees, columns)]);
    expect(predictLearned(logistic, read)).toEqual(predictLogistic(logistic, columns));
    expect([...predictLearned(ridge, read)]).toEqual([...predictRidge(ridge, columns)]);
  });

  it('explains each row: base and effects add up to what it says', () => {
    const some = Uint32Array.of(3, 7, 11);
    for (const learned of all) {
      const said = predictLearned(learned, read);
      const { base, effects } = explainLearned(learned, read, some);
      for (const [nth, row] of some.entries())
        expect(effects[nth].reduce((sum, effect) => sum + effect, base)).toBeCloseTo(said[row], 4);
    }
  });

  it('comes back from a folder, and from the folder of another model, as it was', () => {
    for (const learned of [trees, logistic]) {
      const model = registeredModel('line', learned);
      const texts = { 'model.json': model.kind === 'xgboost' ? model.json : '', 'rule.json': '' };
      if (model.kind === 'rule') texts['rule.json'] = JSON.stringify(model.rule);
      const folder = { kind: model.kind, dir: '', files: [], text: (name: keyof typeof texts) => texts[name] };
      const back = readLearned(folder as unknown as ModelFolder);
      expect([...predictLearned(back, read)]).toEqual([...predictLearned(learned, read)]);
    }
    for (const learned of [trees, ridge]) {
      const back = learnedFromJson(JSON.parse(JSON.stringify(learnedAsJson(learned))));
      expect([...predictLearned(back, read)]).toEqual([...predictLearned(learned, read)]);
    }
  });
});
