/**
 * XGBoost's JSON model format, written so that XGBoost 1.7 to 3.x load it and give the same margins.
 *
 * Three traps decide how: numbers in float arrays must look like floats (`1E0`, never `1`) or loading fails; scalar parameters
 * are strings; and base_score is a bare scalar, because releases before 3.1 silently read the newer `[5E-1]` as 0.5.
 * After early stopping only the predicting trees are written: XGBoost's own `predict` uses every tree in the file.
 */
import { type Booster, predictingTrees } from './booster.ts';
import type { TrainParams } from './params.ts';
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

function objectiveOfFile({ objective: name, quantile_alpha, scale_pos_weight = 1 }: Booster['params']): ModelObjective {
  return quantile_alpha === undefined
    ? { name, reg_loss_param: { scale_pos_weight: floatText(scale_pos_weight) } }
    : { name, quantile_loss_param: { quantile_alpha: `[${floatText(quantile_alpha)}]` } };
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

/** What is read of a model file; everything else in it is ignored. */
interface ModelFile {
  readonly learner: {
    readonly attributes?: { readonly best_iteration?: string };
    readonly feature_names?: readonly string[];
    readonly gradient_booster: { readonly name: string; readonly model: { readonly trees: readonly TreeOfFile[] } };
    readonly learner_model_param: {
      readonly base_score: string;
      readonly num_class: string;
      readonly num_feature: string;
    };
    readonly objective: ModelObjective;
  };
}

interface ModelObjective {
  readonly name: string;
  readonly reg_loss_param?: { readonly scale_pos_weight?: string };
  /** A list, even of one. */
  readonly quantile_loss_param?: { readonly quantile_alpha: string };
}

interface TreeOfFile {
  readonly left_children: readonly number[];
  readonly right_children: readonly number[];
  readonly split_indices: readonly number[];
  readonly split_conditions: readonly number[];
  readonly split_type?: readonly number[];
  readonly default_left: readonly (number | boolean)[];
  readonly loss_changes: readonly number[];
  readonly sum_hessian: readonly number[];
  readonly base_weights: readonly number[];
}

/**
 * Reads a model that XGBoost or `toXgboostJson` wrote. Throws on what this package cannot predict with: other boosters than
 * gbtree, other objectives, several classes or quantiles, categorical splits.
 */
export function fromXgboostJson(text: string): Booster {
  const { learner } = JSON.parse(text) as ModelFile;
  if (learner?.gradient_booster?.model?.trees === undefined) {
    throw new Error(
      'model file: found no learner.gradient_booster.model.trees, expected XGBoost JSON; save it as model.json',
    );
  }
  const { base_score: baseScore, num_class: numClass, num_feature: numFeature } = learner.learner_model_param;
  requireSupported('booster', learner.gradient_booster.name, ['gbtree']);
  requireSupported('objective', learner.objective.name, ['binary:logistic', 'reg:squarederror', 'reg:quantileerror']);
  requireSupported('num_class', numClass, ['0', '1']);

  const names = learner.feature_names ?? [];
  const bestIteration = learner.attributes?.best_iteration;
  const booster: Booster = {
    params: readObjective(learner.objective),
    trees: learner.gradient_booster.model.trees.map(readTree),
    baseScore: Math.fround(Number(baseScore.replace(/[[\]]/g, ''))),
    featureNames: names.length > 0 ? names : Array.from({ length: Number(numFeature) }, (_, i) => `f${i}`),
    evalHistory: [],
  };
  return bestIteration === undefined ? booster : { ...booster, bestIteration: Number(bestIteration) };
}

function requireSupported(subject: string, found: string, supported: readonly string[]): void {
  if (supported.includes(found)) return;
  throw new Error(
    `model file: found ${subject} ${found}, expected ${supported.join(' or ')}; predict with XGBoost instead`,
  );
}

function readObjective({ name, reg_loss_param, quantile_loss_param }: ModelObjective): Booster['params'] {
  const objective = name as TrainParams['objective'];
  if (objective === 'reg:quantileerror') return { objective, quantile_alpha: readLevel(quantile_loss_param) };
  const scalePosWeight = reg_loss_param?.scale_pos_weight;
  return scalePosWeight === undefined ? { objective } : { objective, scale_pos_weight: Number(scalePosWeight) };
}

function readLevel(param: ModelObjective['quantile_loss_param']): number {
  const levels = param?.quantile_alpha.replace(/[[\]\s]/g, '').split(',') ?? [];
  if (levels.length === 1) return Number(levels[0]);
  throw new Error(
    `model file: found quantile_alpha ${param?.quantile_alpha}, expected one level; train a booster a level`,
  );
}

function readTree(tree: TreeOfFile, id: number): Tree {
  if (tree.split_type?.some((type) => type !== 0)) {
    throw new Error(
      `model file: tree ${id}: found a categorical split, expected numeric ones; encode categories as numbers`,
    );
  }
  const strayed = tree.left_children.findIndex((left, node) => left !== LEAF && tree.right_children[node] !== left + 1);
  if (strayed !== -1) {
    throw new Error(
      `model file: tree ${id}: found siblings apart at node ${strayed}, expected adjacent; train with hist`,
    );
  }
  return {
    leftChild: Int32Array.from(tree.left_children),
    splitFeature: Int32Array.from(tree.split_indices),
    splitCondition: Float32Array.from(tree.split_conditions),
    defaultLeft: Uint8Array.from(tree.default_left, Number),
    gain: Float32Array.from(tree.loss_changes),
    sumHessian: Float32Array.from(tree.sum_hessian),
    baseWeight: Float32Array.from(tree.base_weights),
  };
}
