import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contributions, fromXgboostJson, predictMargin } from '../src/index.ts';
import { parity, parityMatrix } from './parity.ts';

const text = JSON.stringify(parity.models.logistic.model);
const quantileText = JSON.stringify(parity.models.quantile.model);
const trees = 'learner.gradient_booster.model.trees';

/** A stump: spend < 5 goes left. Written anew for every test, with what the test changes. */
const stump = {
  tree_param: { num_nodes: '3', size_leaf_vector: '1' },
  left_children: [1, -1, -1],
  right_children: [2, -1, -1],
  split_indices: [0, 0, 0],
  split_conditions: [5, -0.5, 0.5],
  split_type: [0, 0, 0],
  default_left: [1, 0, 0],
  loss_changes: [3, 0, 0],
  sum_hessian: [2, 1, 1],
  base_weights: [0, -1, 1],
};
interface Changed {
  readonly tree?: object;
  readonly param?: object;
  readonly learner?: object;
}
const modelOf = ({ tree = {}, param = {}, learner = {} }: Changed) =>
  JSON.stringify({
    learner: {
      learner_model_param: { base_score: '5E-1', num_class: '0', num_feature: '1', num_target: '1', ...param },
      objective: { name: 'binary:logistic', reg_loss_param: { scale_pos_weight: '1' } },
      gradient_booster: {
        name: 'gbtree',
        model: { gbtree_model_param: { num_parallel_tree: '1' }, trees: [{ ...stump, ...tree }] },
      },
      attributes: {},
      feature_names: ['spend'],
      ...learner,
    },
  });

describe('a model file', () => {
  test('is read: a stump by hand', () => {
    const read = fromXgboostJson(modelOf({}));
    expect([...predictMargin(read, [Float32Array.of(4, 5, Number.NaN)])]).toEqual([-0.5, 0.5, -0.5]);
    expect(read.params).toEqual({ objective: 'binary:logistic', scale_pos_weight: 1 });
  });

  test('may hold booleans, a base score in brackets, and nodes that were pruned', () => {
    const pruned = {
      left_children: [1, -1, -1, -1],
      right_children: [2, -1, -1, -1],
      split_indices: [0, 0, 0, 4294967295],
      split_conditions: [5, -0.5, 0.5, 0],
      split_type: [0, 0, 0, 0],
      default_left: [true, false, false, false],
      loss_changes: [3, 0, 0, 0],
      sum_hessian: [2, 1, 1, 0],
      base_weights: [0, -1, 1, 0],
      tree_param: { num_nodes: '4', num_deleted: '1' },
    };
    const read = fromXgboostJson(modelOf({ tree: pruned, param: { base_score: '[5E-1]' } }));
    expect([...predictMargin(read, [Float32Array.of(4, 5, Number.NaN)])]).toEqual([-0.5, 0.5, -0.5]);
  });

  test('without names calls its features as XGBoost does', () => {
    const nameless = text.replace(/"feature_names":\[[^\]]*\]/, '"feature_names":[]');
    expect(fromXgboostJson(nameless).featureNames).toEqual(['f0', 'f1', 'f2']);
  });
});

test.each([
  [
    'a linear booster',
    '"name":"gbtree"',
    '"name":"gblinear"',
    'gradient_booster.name: found "gblinear", expected gbtree',
  ],
  ['another objective', '"name":"binary:logistic"', '"name":"rank:map"', 'objective.name: found "rank:map"'],
  ['several classes', '"num_class":"0"', '"num_class":"3"', 'num_class: found "3", expected 0 or 1'],
  ['several targets', '"num_target":"1"', '"num_target":"2"', 'num_target: found "2", expected 1'],
  [
    'a categorical split',
    '"split_type":[0',
    '"split_type":[1',
    `${trees}[0].split_type[0]: found 1, expected 0, a numeric`,
  ],
  [
    'siblings apart',
    '"right_children":[2',
    '"right_children":[5',
    `${trees}[0]: node 0: found siblings apart, 1 and 5`,
  ],
  ['no trees', '"trees":', '"threes":', `${trees}: found nothing, expected a value`],
])('refuses %s', (_, from, to, message) => {
  expect(text).toContain(from);
  expect(() => fromXgboostJson(text.replace(from, to))).toThrow(message);
});

test.each([
  ['several levels', '[8E-1]', '[1E-1,8E-1]', 'quantile_alpha: found "[1E-1,8E-1]", expected one level'],
  ['no level', 'quantile_loss_param', 'lost_param', 'objective.quantile_loss_param: found nothing'],
])('refuses a quantile model of %s', (_, from, to, message) => {
  expect(quantileText).toContain(from);
  expect(() => fromXgboostJson(quantileText.replace(from, to))).toThrow(message);
});

test.each([
  [
    'counted',
    '"max_delta_step":"0.699999988"',
    '"max_delta_step":"-1"',
    'max_delta_step: found "-1", expected a finite number >= 0',
  ],
  ['counted', 'poisson_regression_param', 'lost_param', 'objective.poisson_regression_param: found nothing'],
  [
    'paid',
    '"tweedie_variance_power":"1.5"',
    '"tweedie_variance_power":"2"',
    'found "2", expected a power between 1 and 2',
  ],
  ['paid', '"base_score":"[7.368116E-1]"', '"base_score":"0"', 'base_score: found "0", expected a mean > 0'],
] as const)('refuses a %s model with %s turned to %s', (name, from, to, message) => {
  const file = JSON.stringify(parity.models[name].model);
  expect(file).toContain(from);
  expect(() => fromXgboostJson(file.replace(from, to))).toThrow(message);
});

test('a ranking model tells how it was trained, and is refused where clicks were debiased', () => {
  const rankedText = JSON.stringify(parity.models.gained.model);
  expect(fromXgboostJson(rankedText).params).toEqual({
    objective: 'rank:ndcg',
    lambdarank_pair_method: 'topk',
    lambdarank_num_pair_per_sample: 3,
    lambdarank_normalization: false,
    lambdarank_score_normalization: false,
    ndcg_exp_gain: false,
  });
  const unbiased = rankedText.replace('"lambdarank_unbiased":"0"', '"lambdarank_unbiased":"1"');
  expect(() => fromXgboostJson(unbiased)).toThrow('lambdarank_unbiased: found "1", expected 0, all that gbm');
});

test.each<[string, Changed, string]>([
  [
    'a child that leads back',
    { tree: { left_children: [0, -1, -1], right_children: [1, -1, -1] } },
    '[0]: node 0: found child 0',
  ],
  [
    'a child out of range',
    { tree: { left_children: [2, -1, -1], right_children: [3, -1, -1] } },
    'found child 2, expected one from 1 to 1',
  ],
  ['a negative child', { tree: { left_children: [-2, -1, -1], right_children: [-1, -1, -1] } }, 'found child -2'],
  [
    'a child met twice',
    { tree: { left_children: [1, 1, -1], right_children: [2, 2, -1] } },
    'found child 1, which another node leads to',
  ],
  [
    'half a split',
    { tree: { left_children: [1, -1, -1], right_children: [2, 2, -1] } },
    'found right child 2 and no left one',
  ],
  [
    'half a child',
    { tree: { left_children: [1.5, -1, -1] } },
    `${trees}[0].left_children[0]: found 1.5, expected an integer`,
  ],
  ['a direction 2', { tree: { default_left: [2, 0, 0] } }, `${trees}[0].default_left[0]: found 2, expected 0 or 1`],
  ['zero nodes', { tree: { left_children: [] } }, `${trees}[0].left_children: found [], expected at least one node`],
  [
    'a feature out of range',
    { tree: { split_indices: [1, 0, 0] } },
    'node 0: found feature 1, expected one from 0 to 0',
  ],
  [
    'a short array',
    { tree: { split_conditions: [5, 1] } },
    `${trees}[0].split_conditions: found [5,1], expected 3 values`,
  ],
  [
    'another count of nodes',
    { tree: { tree_param: { num_nodes: '5' } } },
    `tree_param.num_nodes: found "5", expected 3`,
  ],
  ['a null condition', { tree: { split_conditions: [null, 0, 0] } }, `${trees}[0].split_conditions[0]: found null`],
  [
    'a condition beyond float32',
    { tree: { split_conditions: [1e39, 0, 0] } },
    'split_conditions[0]: found 1e+39, expected a finite',
  ],
  ['hessians that are words', { tree: { sum_hessian: ['a', 1, 1] } }, `${trees}[0].sum_hessian[0]: found "a"`],
  [
    'a tree that is a number',
    { learner: { gradient_booster: { name: 'gbtree', model: { gbtree_model_param: {}, trees: [7] } } } },
    `${trees}[0]: found 7, expected an object`,
  ],
  [
    'several trees a round',
    {
      learner: {
        gradient_booster: { name: 'gbtree', model: { gbtree_model_param: { num_parallel_tree: '4' }, trees: [] } },
      },
    },
    'num_parallel_tree: found "4", expected 1',
  ],
  [
    'a base score of letters',
    { param: { base_score: 'abc' } },
    'learner.learner_model_param.base_score: found "abc", expected a probability',
  ],
  [
    'two base scores',
    { param: { base_score: '[5E-1,2E-1]' } },
    'base_score: found "[5E-1,2E-1]", expected a probability',
  ],
  ['an empty base score', { param: { base_score: '' } }, 'base_score: found "", expected a probability'],
  ['a base score that is none', { param: { base_score: '2E0' } }, 'base_score: found "2E0", expected a probability'],
  [
    'an infinite base score',
    { param: { base_score: '1E40' }, learner: { objective: { name: 'reg:squarederror' } } },
    'found "1E40", expected a finite float32',
  ],
  ['no features', { param: { num_feature: '0' } }, 'num_feature: found "0", expected a count of at least 1'],
  [
    'other names',
    { learner: { feature_names: ['spend', 'age'] } },
    'learner.feature_names: found ["spend","age"], expected as many names as num_feature, 1',
  ],
  [
    'a name that is a number',
    { learner: { feature_names: [7] } },
    'learner.feature_names[0]: found 7, expected a name',
  ],
  [
    'a best iteration of letters',
    { learner: { attributes: { best_iteration: 'abc' } } },
    'attributes.best_iteration: found "abc", expected a round of the 1 in the file',
  ],
  [
    'a best iteration beyond the trees',
    { learner: { attributes: { best_iteration: '1' } } },
    'best_iteration: found "1"',
  ],
])('refuses %s, by name and position', (_, changed, message) => {
  expect(() => fromXgboostJson(modelOf(changed))).toThrow(message);
});

test.each([
  ['truncated', text.slice(0, 500), 'found 500 characters that are no JSON'],
  ['empty', '', 'found 0 characters that are no JSON'],
  ['null', 'null', 'model file: it: found null, expected an object'],
  ['a list', '[]', 'model file: it: found [], expected an object'],
  ['of something else', '{"columns": []}', 'model file: learner: found nothing, expected a value'],
  ['a learner of text', '{"learner": "x"}', 'model file: learner: found "x", expected an object'],
])('tells in words of a file that is %s', (_, file, message) => {
  expect(() => fromXgboostJson(file)).toThrow(message);
});

test('whatever number is changed in the arrays of a tree, reading refuses it or predicting ends', () => {
  const [tree] = parity.models.logistic.model.learner.gradient_booster.model.trees;
  const names = ['left_children', 'right_children', 'split_indices', 'default_left'] as const;
  const array = fc.constantFrom(...names);
  const value = fc.oneof(fc.integer({ min: -3, max: tree.left_children.length + 2 }), fc.constantFrom(0.5, null));
  fc.assert(
    fc.property(array, fc.nat(tree.left_children.length - 1), value, (name, at, odd) => {
      const changed = structuredClone(parity.models.logistic.model);
      Object.assign(changed.learner.gradient_booster.model.trees[0][name as 'left_children'], { [at]: odd });
      let booster: ReturnType<typeof fromXgboostJson>;
      try {
        booster = fromXgboostJson(JSON.stringify(changed));
      } catch (refusal) {
        expect((refusal as Error).message).toMatch(/^model file: .*trees\[0\].*: found .*, expected /);
        return;
      }
      expect(predictMargin(booster, parityMatrix).every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(contributions(booster, Float32Array.of(1, 2, Number.NaN)).bias)).toBe(true);
    }),
    { seed: 41, numRuns: 300 },
  );
});
