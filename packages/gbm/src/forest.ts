/**
 * All trees of a booster in one block of typed arrays, made once a booster: what a few rows are scored by. To place the trees
 * where the kernels reach them takes fifty times as long as to walk them by one row.
 */
import { type Booster, predictingTrees } from './booster.ts';
import { objectiveOf } from './objectives.ts';
import { depthOf, LEAF, type Tree } from './tree.ts';

/** Trees that are walked together. */
const ABREAST = 4;

/** One entry a node. A leaf leads back to itself whatever the value, so that a walk may take more steps than its tree is deep. */
interface Forest {
  /** The margin before the first tree. */
  readonly baseMargin: number;
  /** The node each tree starts at; single leaves of value -0, which changes no sum, fill the last four up. */
  readonly roots: Int32Array;
  /** The steps in which each four trees reach their leaves. */
  readonly steps: Int32Array;
  readonly leftChild: Int32Array;
  readonly splitFeature: Int32Array;
  readonly threshold: Float32Array;
  readonly defaultLeft: Uint8Array;
  readonly leafValue: Float32Array;
}

const forests = new WeakMap<Booster, Forest>();

/** The booster's forest: planted when first asked for, and kept as long as the booster is. */
export function forestOf(booster: Booster): Forest {
  const planted = forests.get(booster) ?? plant(booster);
  forests.set(booster, planted);
  return planted;
}

function plant(booster: Booster): Forest {
  const trees = predictingTrees(booster);
  const fours = Math.ceil(trees.length / ABREAST);
  const numNode = trees.reduce((sum, { leftChild }) => sum + leftChild.length, 0);
  const forest = {
    baseMargin: objectiveOf(booster.params).margin(booster.baseScore),
    roots: new Int32Array(fours * ABREAST).fill(numNode),
    steps: new Int32Array(fours),
    leftChild: new Int32Array(numNode + 1).fill(numNode),
    splitFeature: new Int32Array(numNode + 1),
    threshold: new Float32Array(numNode + 1).fill(Infinity),
    defaultLeft: new Uint8Array(numNode + 1).fill(1),
    leafValue: new Float32Array(numNode + 1).fill(-0),
  };
  let root = 0;
  trees.forEach((tree, i) => {
    const four = Math.floor(i / ABREAST);
    forest.roots[i] = root;
    forest.steps[four] = Math.max(forest.steps[four], depthOf(tree));
    plantTree(forest, tree, root);
    root += tree.leftChild.length;
  });
  return forest;
}

function plantTree(forest: Forest, tree: Tree, root: number): void {
  const { leftChild, splitFeature, threshold, defaultLeft, leafValue } = forest;
  tree.leftChild.forEach((left, node) => {
    const at = root + node;
    if (left === LEAF) {
      leftChild[at] = at;
      leafValue[at] = tree.splitCondition[node];
    } else {
      leftChild[at] = root + left;
      splitFeature[at] = tree.splitFeature[node];
      threshold[at] = tree.splitCondition[node];
      defaultLeft[at] = tree.defaultLeft[node];
    }
  });
}

/**
 * The margin of one row, bit-identical with what the kernels say: leaf values are added in the order of trees, and every sum is
 * rounded to float32. While one of four trees waits for its next node, the other three go on.
 */
export function marginOfRow(forest: Forest, row: Float32Array): number {
  const { roots, steps, leafValue, baseMargin } = forest;
  let margin = baseMargin;
  for (let four = 0; four < steps.length; four++) {
    let a = roots[ABREAST * four];
    let b = roots[ABREAST * four + 1];
    let c = roots[ABREAST * four + 2];
    let d = roots[ABREAST * four + 3];
    for (let step = steps[four]; step > 0; step--) {
      a = next(forest, a, row);
      b = next(forest, b, row);
      c = next(forest, c, row);
      d = next(forest, d, row);
    }
    margin = Math.fround(margin + leafValue[a]);
    margin = Math.fround(margin + leafValue[b]);
    margin = Math.fround(margin + leafValue[c]);
    margin = Math.fround(margin + leafValue[d]);
  }
  return margin;
}

function next({ leftChild, splitFeature, threshold, defaultLeft }: Forest, node: number, row: Float32Array): number {
  const value = row[splitFeature[node]];
  const goesLeft = Number.isNaN(value) ? defaultLeft[node] : Number(value < threshold[node]);
  return leftChild[node] + 1 - goesLeft;
}
