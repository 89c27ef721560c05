/**
 * XGBoost's JSON model format (read by `from-xgboost-json`), written so that XGBoost 1.7 to 3.x load it and give the same margins.
 *
 * Three traps decide how: numbers in float arrays must look like floats (`1E0`, never `1`) or loading fails; scalar parameters
 * are strings; and base_score is a bare scalar, because releases before 3.1 silently read the newer `[5E-1]` as 0.5.
 * After early stopping only the predicting trees are written: XGBoost's own `predict` uses every tree in the file.
 */
import { type Booster, predictingTrees } from './booster.ts';
import { POISSON_STEP } from './params.ts';
import { LEAF, type Tree } from './tree.ts';

const WRITTEN_VERSION = [2, 1, 4];
const NO_PARENT = 2147483647;

/** The model as XGBoost JSON text. */
export function toXgboostJson(booster: Booster): string {
  const { featureNames, params, baseScore, bestIteration, evalHistory } = booster;
  const trees = predictingTrees(booster);
  const attributes =
    bestIteration === undefined
      ? {}
      : { best_iteration: `${bestIteration}`, best_score: `${evalHistory[bestIteration] ?? ''}` };
  const model = object({
    gbtree_model_param: JSON.stringify({ num_trees: `${trees.length}`, num_parallel_tree: '1' }),
    iteration_indptr: integers(Int32Array.from({ length: trees.length + 1 }, (_, i) => i)),
    tree_info: integers(new Int32Array(trees.length)),
    trees: `[${trees.map((tree, id) => treeText(tree, id, featureNames.length)).join(',')}]`,
  });
  const learner = object({
    attributes: JSON.stringify(attributes),
    feature_names: JSON.stringify(featureNames),
    feature_types: JSON.stringify(featureNames.map(() => 'float')),
    gradient_booster: object({ name: '"gbtree"', model }),
    learner_model_param: JSON.stringify({
      base_score: floatText(baseScore),
      boost_from_average: '1',
      num_class: '0',
      num_feature: `${featureNames.length}`,
      num_target: '1',
    }),
    objective: JSON.stringify(objectiveOfFile(params)),
  });
  return object({ version: JSON.stringify(WRITTEN_VERSION), learner });
}

function objectiveOfFile(params: Booster['params']) {
  const { objective: name, quantile_alpha, scale_pos_weight = 1 } = params;
  const { max_delta_step = POISSON_STEP, tweedie_variance_power = 1.5 } = params;
  switch (name) {
    case 'reg:quantileerror':
      return { name, quantile_loss_param: { quantile_alpha: `[${floatText(quantile_alpha as number)}]` } };
    case 'count:poisson':
      return { name, poisson_regression_param: { max_delta_step: floatText(max_delta_step) } };
    case 'reg:tweedie':
      return { name, tweedie_regression_param: { tweedie_variance_power: floatText(tweedie_variance_power) } };
    case 'rank:ndcg':
      return { name, ...rankingOfFile(params) };
    default:
      return { name, reg_loss_param: { scale_pos_weight: floatText(scale_pos_weight) } };
  }
}

/** XGBoost's number for a parameter that is left out. */
export const LEFT_OUT = 4294967295;

/** `lambda_rank_param` is what XGBoost 1.7 looks for; it predicts without it all the same. */
function rankingOfFile({
  lambdarank_pair_method = 'topk',
  lambdarank_num_pair_per_sample = LEFT_OUT,
  lambdarank_normalization = true,
  lambdarank_score_normalization = true,
  ndcg_exp_gain = true,
}: Booster['params']) {
  return {
    lambdarank_param: {
      lambdarank_bias_norm: '1',
      lambdarank_normalization: flagText(lambdarank_normalization),
      lambdarank_num_pair_per_sample: `${lambdarank_num_pair_per_sample}`,
      lambdarank_pair_method,
      lambdarank_score_normalization: flagText(lambdarank_score_normalization),
      lambdarank_unbiased: '0',
      ndcg_exp_gain: flagText(ndcg_exp_gain),
    },
    lambda_rank_param: { num_pairsample: '1', fix_list_weight: '0' },
  };
}

function flagText(flag: boolean): string {
  return flag ? '1' : '0';
}

function treeText(tree: Tree, id: number, numFeature: number): string {
  const { leftChild, splitFeature, splitCondition, defaultLeft, gain, sumHessian, baseWeight } = tree;
  const numNode = leftChild.length;
  return object({
    id: `${id}`,
    tree_param: JSON.stringify({
      num_nodes: `${numNode}`,
      num_feature: `${numFeature}`,
      num_deleted: '0',
      size_leaf_vector: '1',
    }),
    left_children: integers(leftChild),
    right_children: integers(leftChild.map((left) => (left === LEAF ? LEAF : left + 1))),
    parents: integers(parentsOf(leftChild)),
    split_indices: integers(splitFeature),
    split_conditions: floats(splitCondition),
    split_type: integers(new Int32Array(numNode)),
    default_left: integers(defaultLeft),
    loss_changes: floats(gain),
    sum_hessian: floats(sumHessian),
    base_weights: floats(baseWeight),
    categories: '[]',
    categories_nodes: '[]',
    categories_segments: '[]',
    categories_sizes: '[]',
  });
}

function parentsOf(leftChild: Int32Array): Int32Array {
  const parents = new Int32Array(leftChild.length).fill(NO_PARENT);
  leftChild.forEach((left, node) => {
    if (left !== LEAF) parents.fill(node, left, left + 2);
  });
  return parents;
}

/** A JSON object of fields that are JSON text already. */
function object(fields: Record<string, string>): string {
  return `{${Object.entries(fields)
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`)
    .join(',')}}`;
}

function integers(values: Int32Array | Uint8Array): string {
  return `[${values.join(',')}]`;
}

function floats(values: Float32Array): string {
  return `[${Array.from(values, floatText).join(',')}]`;
}

/** The shortest decimal that reads back as the same float32, always with an exponent: 0.5 is 5E-1. */
export function floatText(value: number): string {
  const single = Math.fround(value);
  for (let digits = 0; digits < 9; digits++) {
    const text = single.toExponential(digits);
    if (Math.fround(Number(text)) === single) return text.toUpperCase().replace('+', '');
  }
  throw new Error(
    `model file: found the number ${value}, expected a finite one; retrain with finite labels and weights`,
  );
}
