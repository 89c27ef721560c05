import { type AskedForest, askedForestOf, type QuestionArrays, type TreeArrays } from './asked-forest.ts';
import { type Booster, predictingTrees } from './booster.ts';
import { forestOf, marginOfRow } from './forest.ts';
import { ROWS_ASKED } from './kernels/answer-questions.ts';
import { createKernels, type Kernels, place } from './kernels.ts';
import { checkFeatures, type Features } from './matrix.ts';
import { objectiveOf } from './objectives.ts';
import type { Tree } from './tree.ts';

/** Rows that pass through the trees together: their values stay in the second-level cache, one tree's nodes in the first. */
const BLOCK_ROWS = 512;

/** So many rows are scored one by one sooner than the trees are made ready for more. */
const FEW_ROWS = 256;

/**
 * Margins (log-odds for binary:logistic), one a row, bit-identical with XGBoost's from the same base margin. (The base margin
 * of about 3 base scores in 1,000 differs in its last bit: the C library's float32 logarithm rounds differently.) After early
 * stopping only the trees up to the best iteration count. Throws when the columns are not the model's.
 */
export function predictMargin(booster: Booster, features: Features): Float32Array {
  const columns = checkFeatures(features, booster.featureNames);
  if (columns[0].length <= FEW_ROWS) return walkOneByOne(booster, columns);
  const forest = askedForestOf(booster);
  return forest ? askForest(forest, columns) : walkTrees(booster, columns);
}

function walkOneByOne(booster: Booster, columns: readonly Float32Array[]): Float32Array {
  const forest = forestOf(booster);
  const numFeature = columns.length;
  const margins = new Float32Array(columns[0].length);
  const values = transpose(columns, 0, margins.length, new Float32Array(margins.length * numFeature));
  return margins.map((_, row) => marginOfRow(forest, values.subarray(row * numFeature, (row + 1) * numFeature)));
}

function askForest(
  { baseMargin, questions, trees, numAnswer }: AskedForest,
  columns: readonly Float32Array[],
): Float32Array {
  const numRow = columns[0].length;
  const kernels = createKernels();
  const placedQuestions = questions.map((array) => place(kernels, array)) as unknown as QuestionArrays;
  const placedTrees = trees.map((array) => place(kernels, array)) as unknown as TreeArrays;
  const answers = kernels.allocate(Uint32Array, numAnswer);
  const values = kernels.allocate(Float32Array, BLOCK_ROWS * columns.length);
  const margins = kernels.allocate(Float32Array, ROWS_ASKED * Math.ceil(numRow / ROWS_ASKED)).fill(baseMargin);
  for (let begin = 0; begin < numRow; begin += BLOCK_ROWS) {
    const end = Math.min(numRow, begin + BLOCK_ROWS);
    columns.forEach((column, feature) => {
      values.set(column.subarray(begin, end), feature * BLOCK_ROWS);
    });
    for (let row = begin; row < end; row += ROWS_ASKED) {
      kernels.answerQuestions(values, BLOCK_ROWS, row - begin, ...placedQuestions, answers);
      kernels.addTrees(...placedTrees, answers, margins, row);
    }
  }
  return margins.slice(0, numRow);
}

function walkTrees(booster: Booster, columns: readonly Float32Array[]): Float32Array {
  const numRow = columns[0].length;
  const kernels = createKernels();
  const trees = predictingTrees(booster).map((tree) => placeTree(kernels, tree));
  const { margin } = objectiveOf(booster.params);
  const margins = kernels.allocate(Float32Array, numRow).fill(margin(booster.baseScore));
  const values = kernels.allocate(Float32Array, BLOCK_ROWS * columns.length);
  for (let begin = 0; begin < numRow; begin += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, numRow - begin);
    transpose(columns, begin, size, values);
    for (const tree of trees) addTreeToMargins(kernels, tree, values, columns.length, size, margins, begin);
  }
  return margins.slice();
}

/** Probabilities of label 1, one a row, within 2 units in the last place of XGBoost's. Throws unless the objective is binary:logistic. */
export function predictProbability(booster: Booster, features: Features): Float32Array {
  const { objective } = booster.params;
  if (objective !== 'binary:logistic') {
    throw new Error(`predictProbability: found objective ${objective}, expected binary:logistic; use predictMargin`);
  }
  return predictMargin(booster, features).map(objectiveOf(booster.params).response);
}

/** Copies rows [begin, begin + numRow) of column-major data into row-major `values`. */
export function transpose(
  columns: readonly Float32Array[],
  begin: number,
  numRow: number,
  values: Float32Array,
): Float32Array {
  const numFeature = columns.length;
  for (let feature = 0; feature < numFeature; feature++) {
    const column = columns[feature];
    for (let row = 0; row < numRow; row++) values[row * numFeature + feature] = column[begin + row];
  }
  return values;
}

/** The part of a tree that prediction reads. */
export type WalkedTree = Pick<Tree, 'leftChild' | 'splitFeature' | 'splitCondition' | 'defaultLeft'>;

/** Copies a tree to where the kernels can reach it. */
export function placeTree(kernels: Kernels, tree: WalkedTree): WalkedTree {
  return {
    leftChild: place(kernels, tree.leftChild),
    splitFeature: place(kernels, tree.splitFeature),
    splitCondition: place(kernels, tree.splitCondition),
    defaultLeft: place(kernels, tree.defaultLeft),
  };
}

/** Adds a tree's leaf values to margins[firstRow..firstRow + numRow) of rows given row-major. */
export function addTreeToMargins(
  { addTree }: Kernels,
  tree: WalkedTree,
  values: Float32Array,
  numFeature: number,
  numRow: number,
  margins: Float32Array,
  firstRow: number,
): void {
  const { leftChild, splitFeature, splitCondition, defaultLeft } = tree;
  addTree(leftChild, splitFeature, splitCondition, defaultLeft, values, numFeature, numRow, margins, firstRow);
}
