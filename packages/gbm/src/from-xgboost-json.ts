/**
 * Reads a model that XGBoost or `toXgboostJson` wrote.
 *
 * A model file may come from anywhere, and a wrong number in it is a wrong prediction later, or a walk that never ends. So all
 * that prediction and explanation read is checked here, once, and refused by its place: `learner.….trees[3].split_indices[5]`.
 */
import type { Booster } from './booster.ts';
import { checkTree } from './check-tree.ts';
import { OBJECTIVES, type ObjectiveName, type TrainParams } from './params.ts';
import type { Tree } from './tree.ts';
import { LEFT_OUT } from './xgboost-json.ts';

/**
 * The booster of a model file. Throws on what is no model file, and on what this package cannot predict with: other boosters than
 * gbtree, other objectives, several classes or quantiles, several trees a round, categorical splits.
 */
export function fromXgboostJson(text: string): Booster {
  const learner = at(parse(text), 'learner');
  const gradientBooster = at(learner, 'gradient_booster');
  const param = at(learner, 'learner_model_param');
  requireOne(at(gradientBooster, 'name'), ['gbtree']);
  const model = at(gradientBooster, 'model');
  requireOne(at(param, 'num_class'), ['0', '1']);
  requireOne(find(param, 'num_target'), ['1']);
  requireOne(find(at(model, 'gbtree_model_param'), 'num_parallel_tree'), ['1']);

  const params = readObjective(at(learner, 'objective'));
  const numFeature = numberOf(at(param, 'num_feature'), isCount, 'a count of at least 1');
  const trees = listOf(at(model, 'trees')).map((tree) => readTree(tree, numFeature));
  const best = find(find(learner, 'attributes'), 'best_iteration');
  const booster: Booster = {
    params,
    trees,
    baseScore: Math.fround(readBaseScore(at(param, 'base_score'), params.objective)),
    featureNames: readNames(find(learner, 'feature_names'), numFeature),
    evalHistory: [],
  };
  if (best === undefined) return booster;
  const isRound = (n: number) => Number.isInteger(n) && n >= 0 && n < trees.length;
  return { ...booster, bestIteration: numberOf(best, isRound, `a round of the ${trees.length} in the file`) };
}

/** A value of the file and where it stands. */
interface Place {
  readonly value: unknown;
  readonly path: string;
}

function parse(text: string): Place {
  try {
    return { value: JSON.parse(text), path: '' };
  } catch (failure) {
    throw new Error(
      `model file: found ${text.length} characters that are no JSON (${(failure as Error).message}), expected XGBoost's; is it whole, and saved as model.json?`,
    );
  }
}

function refuse({ value, path }: Place, expected: string): never {
  const found = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  const shown = found.length > 40 ? `${found.slice(0, 40)}…` : found;
  throw new Error(
    `model file: ${path || 'it'}: found ${shown}, expected ${expected}; save it as model.json by XGBoost 1.7 or later`,
  );
}

/** What an object has under a name; absent where it has nothing, or is absent itself. */
function find(place: Place | undefined, name: string): Place | undefined {
  if (place === undefined) return undefined;
  const { value, path } = place;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(place, 'an object');
  const found = (value as Record<string, unknown>)[name];
  return found === undefined ? undefined : { value: found, path: path ? `${path}.${name}` : name };
}

function at(place: Place, name: string): Place {
  return (
    find(place, name) ?? refuse({ value: undefined, path: place.path ? `${place.path}.${name}` : name }, 'a value')
  );
}

function listOf(place: Place): Place[] {
  if (!Array.isArray(place.value)) return refuse(place, 'a list');
  return place.value.map((value: unknown, i) => ({ value, path: `${place.path}[${i}]` }));
}

/** Passes what is absent: older files do not have everything. */
function requireOne(place: Place | undefined, supported: readonly string[]): void {
  if (place && !supported.includes(place.value as string))
    refuse(place, `${supported.join(' or ')}, all that gbm predicts`);
}

const isCount = (n: number): boolean => Number.isInteger(n) && n >= 1;
const isShare = (n: number): boolean => n >= 0 && n <= 1;
const isLevel = (n: number): boolean => n > 0 && n < 1;
const isFloat = (n: number): boolean => Number.isFinite(Math.fround(n));
const isPositive = (n: number): boolean => n > 0 && isFloat(n);

/** A parameter: text that holds one number, alone or, from XGBoost 3.1 on, as a list of one. */
function numberOf(place: Place, holds: (value: number) => boolean, expected: string): number {
  const text = typeof place.value === 'string' ? place.value.replace(/^\[(.*)\]$/, '$1').trim() : '';
  const value = text === '' ? Number.NaN : Number(text);
  return holds(value) ? value : refuse(place, expected);
}

function readBaseScore(place: Place, name: ObjectiveName): number {
  if (name === 'binary:logistic') return numberOf(place, isShare, 'a probability');
  if (name === 'count:poisson' || name === 'reg:tweedie') return numberOf(place, isPositive, 'a mean > 0');
  return numberOf(place, isFloat, 'a finite float32');
}

function readObjective(objective: Place): Booster['params'] {
  requireOne(at(objective, 'name'), OBJECTIVES);
  const name = at(objective, 'name').value as ObjectiveName;
  return { objective: name, ...readObjectiveParam(name, objective) };
}

function readObjectiveParam(name: ObjectiveName, objective: Place): Partial<TrainParams> {
  const param = (group: string, key: string) => at(at(objective, group), key);
  switch (name) {
    case 'reg:quantileerror': {
      const level = param('quantile_loss_param', 'quantile_alpha');
      return { quantile_alpha: numberOf(level, isLevel, 'one level between 0 and 1') };
    }
    case 'count:poisson': {
      const step = param('poisson_regression_param', 'max_delta_step');
      return { max_delta_step: numberOf(step, (n) => n === 0 || isPositive(n), 'a finite number >= 0') };
    }
    case 'reg:tweedie': {
      const power = param('tweedie_regression_param', 'tweedie_variance_power');
      return { tweedie_variance_power: numberOf(power, (n) => n > 1 && n < 2, 'a power between 1 and 2') };
    }
    case 'rank:ndcg':
      return readRanking(find(objective, 'lambdarank_param'));
    default: {
      const weight = find(find(objective, 'reg_loss_param'), 'scale_pos_weight');
      return weight ? { scale_pos_weight: numberOf(weight, isPositive, 'a finite number > 0') } : {};
    }
  }
}

/** Nothing in files of XGBoost 1.7, which had other parameters. */
function readRanking(param: Place | undefined): Partial<TrainParams> {
  if (param === undefined) return {};
  requireOne(find(param, 'lambdarank_unbiased'), ['0']);
  const method = at(param, 'lambdarank_pair_method');
  requireOne(method, ['topk', 'mean']);
  const numPair = numberOf(at(param, 'lambdarank_num_pair_per_sample'), isCount, 'a count of at least 1');
  const flag = (name: 'lambdarank_normalization' | 'lambdarank_score_normalization' | 'ndcg_exp_gain') => {
    const given = find(param, name); // the first since XGBoost 2.1, the second since 3.0
    return given && { [name]: numberOf(given, (n) => n === 0 || n === 1, '0 or 1') === 1 };
  };
  return {
    lambdarank_pair_method: method.value as 'topk' | 'mean',
    ...(numPair !== LEFT_OUT && { lambdarank_num_pair_per_sample: numPair }),
    ...flag('lambdarank_normalization'),
    ...flag('lambdarank_score_normalization'),
    ...flag('ndcg_exp_gain'),
  };
}

function readNames(names: Place | undefined, numFeature: number): readonly string[] {
  const given = names ? listOf(names) : [];
  if (given.length === 0) return Array.from({ length: numFeature }, (_, i) => `f${i}`);
  if (given.length !== numFeature) refuse(names as Place, `as many names as num_feature, ${numFeature}`);
  return given.map((name) => (typeof name.value === 'string' ? name.value : refuse(name, 'a name')));
}

function readTree(tree: Place, numFeature: number): Tree {
  const nodes = listOf(at(tree, 'left_children')).length;
  if (nodes === 0) refuse(at(tree, 'left_children'), 'at least one node');
  const told = find(find(tree, 'tree_param'), 'num_nodes');
  if (told) numberOf(told, (n) => n === nodes, `${nodes}, as left_children has nodes`);
  const values = (name: string, holds: (value: unknown) => boolean, expected: string): number[] => {
    const list = listOf(at(tree, name));
    if (list.length !== nodes) refuse(at(tree, name), `${nodes} values, one a node`);
    const odd = list.find(({ value }) => !holds(value));
    return odd ? refuse(odd, expected) : list.map(({ value }) => Number(value));
  };
  const integers = (name: string) => values(name, Number.isInteger, 'an integer');
  const floats = (name: string) => values(name, (v) => typeof v === 'number' && isFloat(v), 'a finite float32');
  const splitTypes = find(tree, 'split_type');
  const categorical = splitTypes && listOf(splitTypes).find(({ value }) => value !== 0);
  if (categorical) refuse(categorical, '0, a numeric split; encode categories as numbers');
  const read: Tree = {
    leftChild: Int32Array.from(integers('left_children')),
    splitFeature: Int32Array.from(integers('split_indices')),
    splitCondition: Float32Array.from(floats('split_conditions')),
    defaultLeft: Uint8Array.from(values('default_left', (v) => [0, 1, false, true].includes(v as number), '0 or 1')),
    gain: Float32Array.from(floats('loss_changes')),
    sumHessian: Float32Array.from(floats('sum_hessian')),
    baseWeight: Float32Array.from(floats('base_weights')),
  };
  checkTree(read, integers('right_children'), numFeature, `model file: ${tree.path}`);
  return read;
}
