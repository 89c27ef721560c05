/**
 * A booster's trees as the questions they ask, made once a booster: what many rows are scored by.
 *
 * Trees of one booster ask the same questions again and again, since a feature has few thresholds. So each question is answered
 * once, for 128 rows in as many bits, and a tree only combines answers: about six instructions a split for the 128 of them. A walk
 * from node to node takes as many for one row, each waiting for the one before. Trees are made complete for it, a leaf above the
 * lowest level becoming a subtree of equal leaves; deep trees, which would grow out of proportion, are walked.
 */
import { type Booster, predictingTrees } from './booster.ts';
import { ROWS_ASKED } from './kernels/answer-questions.ts';
import { objectiveOf } from './objectives.ts';
import { depthOf, LEAF, type Tree } from './tree.ts';

/** A leaf's number is a byte. */
const MOST_DEPTH = 8;

/** The kernels take three levels at a step. */
const LEAST_DEPTH = 3;

/** So many thresholds further than the last are read, whatever they are. */
const READ_FURTHER = 32;

/** The answers to one question. */
const WORDS = ROWS_ASKED / 32;

export interface AskedForest {
  /** The margin before the first tree. */
  readonly baseMargin: number;
  /** As the kernel `answerQuestions` takes them. */
  readonly questions: QuestionArrays;
  /** As the kernel `addTrees` takes them. */
  readonly trees: TreeArrays;
  /** How long the array of answers is, in words. */
  readonly numAnswer: number;
}

export type QuestionArrays = readonly [firstQuestions: Uint32Array, thresholds: Float32Array, missingLeft: Int32Array];

export type TreeArrays = readonly [depths: Uint8Array, splits: Uint32Array, leafValues: Float32Array];

const forests = new WeakMap<Booster, AskedForest | 'too deep'>();

/** The booster's forest: made when first asked for, and kept as long as the booster is. Undefined where a tree is deeper than 8. */
export function askedForestOf(booster: Booster): AskedForest | undefined {
  const forest = forests.get(booster) ?? makeForest(booster);
  forests.set(booster, forest);
  return forest === 'too deep' ? undefined : forest;
}

function makeForest(booster: Booster): AskedForest | 'too deep' {
  const trees = predictingTrees(booster);
  const depths = trees.map((tree) => Math.max(LEAST_DEPTH, depthOf(tree)));
  if (depths.some((depth) => depth > MOST_DEPTH)) return 'too deep';
  const numLeaf = depths.reduce((sum, depth) => sum + 2 ** depth, 0);
  const keys = new Float64Array(numLeaf - trees.length).fill(lastKey(0));
  const leafValues = new Float32Array(numLeaf);
  let firstLeaf = 0;
  trees.forEach((tree, i) => {
    const numLeafOfTree = 2 ** depths[i];
    complete(tree, keys.subarray(firstLeaf - i), leafValues.subarray(firstLeaf, firstLeaf + numLeafOfTree));
    firstLeaf += numLeafOfTree;
  });
  const asked = distinct(keys, booster.featureNames.length);
  const placeOf = new Map(Array.from(asked, (key, question) => [key, WORDS * question]));
  return {
    baseMargin: objectiveOf(booster.params).margin(booster.baseScore),
    questions: questionsOf(asked, booster.featureNames.length),
    trees: [Uint8Array.from(depths), Uint32Array.from(keys, (key) => placeOf.get(key) as number), leafValues],
    numAnswer: WORDS * asked.length,
  };
}

/** Writes the keys of a tree's splits and the values of its leaves where a complete tree has them. */
function complete(tree: Tree, keys: Float64Array, leafValues: Float32Array, node = 0, at = 1): void {
  const left = tree.leftChild[node];
  if (left !== LEAF) {
    keys[at - 1] = keyOf(tree.splitFeature[node], tree.splitCondition[node], tree.defaultLeft[node]);
    complete(tree, keys, leafValues, left, 2 * at);
    complete(tree, keys, leafValues, left + 1, 2 * at + 1);
    return;
  }
  const width = leafValues.length >> (31 - Math.clz32(at)); // the leaves below a node of this level
  const first = at * width - leafValues.length;
  leafValues.fill(tree.splitCondition[node], first, first + width);
}

/**
 * A question as one number, below 2^53, which stands where the question does: by feature, then threshold, then default side. As integers
 * float32 are in order once negative ones are turned around.
 */
function keyOf(feature: number, threshold: number, defaultLeft: number): number {
  FLOAT[0] = threshold;
  const ordered = (BITS[0] ^ (BITS[0] >> 31 ? -1 : SIGN)) >>> 0;
  return (feature * 2 ** 32 + ordered) * 2 + defaultLeft;
}

const FLOAT = new Float32Array(1);
const BITS = new Int32Array(FLOAT.buffer);
const SIGN = -(2 ** 31);

function thresholdOf(key: number): number {
  const ordered = Math.floor(key / 2) | 0; // modulo 2^32
  BITS[0] = ordered ^ (ordered < 0 ? SIGN : -1);
  return FLOAT[0];
}

/** The question that ends those of a feature, and that splits a tree lacked ask. */
function lastKey(feature: number): number {
  return keyOf(feature, Infinity, 1);
}

/** Every key once, with the last one of each feature, in order. */
function distinct(keys: Float64Array, numFeature: number): Float64Array {
  const all = new Float64Array(keys.length + numFeature);
  all.set(keys);
  for (let feature = 0; feature < numFeature; feature++) all[keys.length + feature] = lastKey(feature);
  return all.sort().filter((key, i) => i === 0 || key !== all[i - 1]);
}

function questionsOf(asked: Float64Array, numFeature: number): QuestionArrays {
  const firstQuestions = new Uint32Array(numFeature + 1);
  for (const key of asked) firstQuestions[1 + Math.floor(key / 2 ** 33)]++;
  for (let feature = 0; feature < numFeature; feature++) firstQuestions[feature + 1] += firstQuestions[feature];
  const thresholds = new Float32Array(asked.length + READ_FURTHER);
  asked.forEach((key, question) => {
    thresholds[question] = thresholdOf(key);
  });
  return [firstQuestions, thresholds, Int32Array.from(asked, (key) => -(key % 2))];
}
