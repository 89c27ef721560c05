import { describe, expect, it } from 'vitest';
import { spoilUnit } from '../../src/index.ts';

/** `a < 2 ? (b < 0.5 ? -1 : 1) : 3`, as XGBoost writes it: of a leaf, the conditions hold what it says. */
export const TWO_SPLITS = JSON.stringify({
  learner: {
    feature_names: ['a', 'b'],
    gradient_booster: {
      model: {
        trees: [
          {
            left_children: [1, 3, -1, -1, -1],
            right_children: [2, 4, -1, -1, -1],
            split_indices: [0, 1, 0, 0, 0],
            split_conditions: [2, 0.5, 3, -1, 1],
          },
        ],
      },
    },
  },
});

const conditionsOf = (json: string) =>
  JSON.parse(json).learner.gradient_booster.model.trees[0].split_conditions as readonly number[];

describe('a model that learnt one column in another unit', () => {
  it('asks for as many times as much of it, and says in its leaves what it said', () => {
    expect(conditionsOf(spoilUnit(TWO_SPLITS, 'a', 100))).toEqual([200, 0.5, 3, -1, 1]);
    expect(conditionsOf(spoilUnit(TWO_SPLITS, 'b', 100))).toEqual([2, 50, 3, -1, 1]);
  });

  it('is what it was where the unit is', () => {
    expect(spoilUnit(TWO_SPLITS, 'a', 1)).toBe(TWO_SPLITS);
  });

  it('cannot be made of a column that no tree asks for', () => {
    expect(() => spoilUnit(TWO_SPLITS, 'c', 100)).toThrow('the trees ask nothing of c');
  });
});
