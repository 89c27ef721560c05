import { type Booster, predictingTrees } from './booster.ts';
import { createKernels, type Kernels, plainKernels } from './kernels.ts';
import { checkFeatures, type Features } from './matrix.ts';
import { objectiveOf } from './objectives.ts';
import type { Tree } from './tree.ts';

/** Rows walked together: their values stay in the second-level cache, one tree's nodes in the first. */
const BLOCK_ROWS = 512;

/**
 * Margins (log-odds for binary:logistic), one a row, bit-identical with XGBoost's from the same base margin. (The base margin
 * of about 3 base scores in 1,000 differs in its last bit: the C library's float32 logarithm rounds differently.) After early
 * stopping only the trees up to the best iteration count. Throws when the columns are not the model's.
 */
export function predictMargin(booster: Booster, features: Features): Float32Array {
  const columns = checkFeatures(features, booster.featureNames);
  const numRow = columns[0].length;
  const kernels = numRow > BLOCK_ROWS ? createKernels() : plainKernels(); // a few rows are not worth a memory
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
export function placeTree({ allocate }: Kernels, tree: WalkedTree): WalkedTree {
  const numNode = tree.leftChild.length;
  const placed = {
    leftChild: allocate(Int32Array, numNode),
    splitFeature: allocate(Int32Array, numNode),
    splitCondition: allocate(Float32Array, numNode),
    defaultLeft: allocate(Uint8Array, numNode),
  };
  placed.leftChild.set(tree.leftChild);
  placed.splitFeature.set(tree.splitFeature);
  placed.splitCondition.set(tree.splitCondition);
  placed.defaultLeft.set(tree.defaultLeft);
  return placed;
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
