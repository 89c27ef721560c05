/**
 * Gradient boosting: each round grows a tree on the gradients of the loss at the current margins and adds its leaf values.
 * Same input and seed, same booster, bit for bit.
 */
import { binMatrix } from './binning.ts';
import type { Booster } from './booster.ts';
import { roundToExactGrid } from './gradients.ts';
import { TreeGrower } from './grower.ts';
import { createKernels, type Kernels } from './kernels.ts';
import { checkLabelled, checkNames, checkNewNames, type DMatrix, type LabelledMatrix } from './matrix.ts';
import { type Objective, objectiveOf } from './objectives.ts';
import { resolveParams, type TrainParams } from './params.ts';
import { addTreeToMargins, placeTree, transpose } from './predict.ts';
import { sampleFeatures, sampleRows } from './sampling.ts';
import type { Tree } from './tree.ts';

export interface TrainOptions {
  readonly numBoostRound: number;
  /** Its metric (the objective's, weighted) is recorded after every round. */
  readonly evalSet?: DMatrix;
  /** Stop when the metric has not improved for this many rounds. */
  readonly earlyStoppingRounds?: number;
  /** How many threads train this one booster; left out: 1. The booster does not depend on it. */
  readonly threads?: number;
}

/**
 * Trains a booster. Throws on unknown parameters, values out of range, lengths that differ, groups that are missing or too
 * many, labels outside the objective's domain, infinite features, names that XGBoost refuses, and labels and weights beyond
 * float32's range.
 */
export function train(
  params: Partial<TrainParams>,
  dtrain: DMatrix,
  options: TrainOptions,
  kernels?: Kernels,
): Booster {
  const resolved = resolveParams(params);
  const objective = objectiveOf(resolved);
  checkLearnable(dtrain, objective, resolved, 'dtrain');
  checkNewNames(dtrain.featureNames, 'dtrain');
  checkOptions(options);
  if (kernels !== undefined) return boost(resolved, objective, dtrain, options, kernels);
  const ownKernels = createKernels(options.threads);
  try {
    return boost(resolved, objective, dtrain, options, ownKernels);
  } finally {
    ownKernels.dismiss();
  }
}

function boost(
  resolved: TrainParams,
  objective: Objective,
  dtrain: LabelledMatrix,
  options: TrainOptions,
  kernels: Kernels,
): Booster {
  const { columns, featureNames, numRow } = dtrain;
  const label = kernels.allocate(Float32Array, numRow);
  label.set(dtrain.label);
  const weights = kernels.allocate(Float32Array, numRow);
  const weight = weightOfRows(dtrain);
  fillWeights(label, weight, resolved.scale_pos_weight, weights);
  const isWeighted = weight !== undefined || resolved.scale_pos_weight !== 1;
  const givenWeights = isWeighted ? weights : undefined;
  const baseScore = startingResponse(resolved, objective, label, givenWeights);
  checkSums(dtrain.label, weights, baseScore);
  const margins = kernels.allocate(Float32Array, numRow).fill(objective.margin(baseScore));
  const responses = kernels.allocate(Float32Array, numRow);
  const gradients = kernels.allocate(Float32Array, 2 * numRow);
  const rows = kernels.allocate(Uint32Array, numRow);
  const binned = binMatrix({ columns, numRow, weight }, resolved.max_bin, kernels);
  const grower = new TreeGrower(binned, { ...resolved, monotone: directionsOf(resolved, featureNames) }, kernels);
  const evaluation = options.evalSet && createEvaluation(options.evalSet, dtrain, resolved, baseScore, kernels);
  const fillGradients = objective.gradientsOf({ label, weights, group: dtrain.group, margins, responses }, kernels);
  const fitLeaf = objective.leafFit?.(label, givenWeights, margins);
  const patience = options.earlyStoppingRounds ?? Infinity;

  const seesEveryRow = resolved.subsample === 1; // then growing a tree leaves the order of rows as it is
  const trees: Tree[] = [];
  for (let round = 0; round < options.numBoostRound; round++) {
    objective.fillResponses(kernels, margins, responses);
    fillGradients(gradients, round);
    const isOrdered = seesEveryRow && round > 0;
    const sampleSize = isOrdered ? numRow : sampleRows(rows, resolved.subsample, resolved.seed, round);
    const features = sampleFeatures(columns.length, resolved.colsample_bytree, resolved.seed, round);
    roundToExactGrid(gradients, kernels);
    const tree = grower.grow(gradients, { rows, sampleSize }, features);
    if (fitLeaf) grower.refitLeaves(tree, fitLeaf);
    grower.addLeafValues(tree, margins);
    trees.push(tree);
    evaluation?.add(tree);
    if (evaluation && round - evaluation.bestRound() >= patience) break;
  }

  const evalHistory = evaluation?.history ?? [];
  const booster = { params: resolved, trees, baseScore, featureNames: [...featureNames], evalHistory };
  if (evaluation === undefined || options.earlyStoppingRounds === undefined) return booster;
  return { ...booster, bestIteration: evaluation.bestRound() };
}

function checkOptions({ numBoostRound, evalSet, earlyStoppingRounds, threads = 1 }: TrainOptions): void {
  if (!Number.isInteger(numBoostRound) || numBoostRound < 1) {
    throw new Error(`numBoostRound: found ${numBoostRound}, expected an integer >= 1; try 100`);
  }
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Error(`threads: found ${threads}, expected an integer >= 1; pass the number of cores`);
  }
  if (earlyStoppingRounds === undefined) return;
  if (!Number.isInteger(earlyStoppingRounds) || earlyStoppingRounds < 1) {
    throw new Error(`earlyStoppingRounds: found ${earlyStoppingRounds}, expected an integer >= 1; try 20`);
  }
  if (evalSet === undefined) {
    throw new Error(
      'earlyStoppingRounds: found no evalSet to watch, expected one; pass evalSet or leave early stopping out',
    );
  }
}

/** What can be trained and evaluated on: as long as it says, of labels that the loss is made for, in groups if it ranks them. */
function checkLearnable(
  matrix: DMatrix,
  objective: Objective,
  { objective: name }: TrainParams,
  subject: string,
): asserts matrix is LabelledMatrix {
  checkLabelled(matrix, subject);
  const { group, numRow } = matrix;
  if (objective.ranksGroups && group === undefined) {
    throw new Error(`${subject}: found no group, expected sizes that add up to ${numRow} with ${name}; set group`);
  }
  if (group !== undefined && !objective.ranksGroups) {
    throw new Error(`${subject}: found ${group.length} groups, expected none with ${name}; train rank:ndcg`);
  }
  objective.checkDomain(matrix, subject);
}

/** A group's weight is that of each of its rows. */
function weightOfRows({ weight, group, numRow }: DMatrix): Float32Array | undefined {
  if (weight === undefined || group === undefined) return weight;
  const ofRows = new Float32Array(numRow);
  let begin = 0;
  for (const [at, size] of group.entries()) ofRows.fill(weight[at], begin, (begin += size));
  return ofRows;
}

/** Row weights times scale_pos_weight where the label is 1. */
function fillWeights(
  label: Float32Array,
  weight: Float32Array | undefined,
  scalePosWeight: number,
  weights: Float32Array,
): void {
  if (weight === undefined) weights.fill(1);
  else weights.set(weight);
  for (let row = 0; row < label.length; row++) if (label[row] === 1) weights[row] *= scalePosWeight;
}

/** Σ weight, and Σ weight · (label − base score)², which bounds every gain: both have to fit into a float32 with room to spare. */
const MOST_WEIGHT = 1e30;
const MOST_SQUARES = 1e38;

function checkSums(label: Float32Array, weights: Float32Array, baseScore: number): void {
  let [sumWeight, sumSquares, heaviest, farthest] = [0, 0, 0, 0];
  for (let row = 0; row < label.length; row++) {
    sumWeight += weights[row];
    sumSquares += weights[row] * (label[row] - baseScore) ** 2;
    if (weights[row] > weights[heaviest]) heaviest = row;
    if (Math.abs(label[row]) > Math.abs(label[farthest])) farthest = row;
  }
  if (!(sumWeight <= MOST_WEIGHT)) {
    throw new Error(
      `dtrain: weight, times scale_pos_weight: found ${weights[heaviest]} at row ${heaviest}, expected a sum of at most ${MOST_WEIGHT}; divide all by one number`,
    );
  }
  if (!(sumSquares <= MOST_SQUARES)) {
    throw new Error(
      `dtrain: label: found ${label[farthest]} at row ${farthest} and base score ${baseScore}, expected squared differences that sum to at most ${MOST_SQUARES}; use a larger unit`,
    );
  }
}

/** base_score when given, else what the objective makes of the labels, as XGBoost 2 and later. */
function startingResponse(
  { base_score: given }: TrainParams,
  objective: Objective,
  label: Float32Array,
  weights: Float32Array | undefined,
): number {
  const [holds, expected] = objective.baseScoreRule ?? [Number.isFinite];
  const score = Math.fround(given ?? objective.baseScore(label, weights));
  if (given !== undefined && !holds(score)) {
    throw new Error(`parameter base_score: found ${given}, expected ${expected}; leave it out for the mean label`);
  }
  return score;
}

/** The direction of each feature, where any is given one. */
function directionsOf({ monotone_constraints }: TrainParams, featureNames: readonly string[]): Int8Array | undefined {
  const given = Object.entries(monotone_constraints ?? {});
  if (given.length === 0) return undefined;
  const directions = new Int8Array(featureNames.length);
  for (const [name, direction] of given) {
    const feature = featureNames.indexOf(name);
    if (feature === -1) {
      throw new Error(
        `parameter monotone_constraints: found ${name}, expected a feature of dtrain; check the spelling`,
      );
    }
    directions[feature] = direction;
  }
  return directions;
}

/** Follows the metric on an evaluation set, tree by tree. */
interface Evaluation {
  readonly history: number[];
  readonly add: (tree: Tree) => void;
  readonly bestRound: () => number;
}

function createEvaluation(
  evalSet: DMatrix,
  dtrain: DMatrix,
  params: TrainParams,
  baseScore: number,
  kernels: Kernels,
): Evaluation {
  const objective = objectiveOf(params);
  checkLearnable(evalSet, objective, params, 'evalSet');
  checkNames(evalSet.featureNames, dtrain.featureNames);
  const { columns, numRow } = evalSet;
  const values = transpose(columns, 0, numRow, kernels.allocate(Float32Array, numRow * columns.length));
  const margins = kernels.allocate(Float32Array, numRow).fill(objective.margin(baseScore));
  const responses = kernels.allocate(Float32Array, numRow);
  const metric = objective.metricOf(evalSet);
  const history: number[] = [];
  return {
    history,
    add: (tree) => {
      addTreeToMargins(kernels, placeTree(kernels, tree), values, columns.length, numRow, margins, 0);
      objective.fillResponses(kernels, margins, responses);
      history.push(metric(responses));
    },
    bestRound: () => history.indexOf(objective.ranksGroups ? Math.max(...history) : Math.min(...history)),
  };
}
