/**
 * What explaining a row needs of a booster and no row can change, made once a booster: for every split, the share of hessians
 * that goes left and the chances that whoever gets there knows its feature (`contributions` says why).
 */
import { type Booster, predictingTrees } from './booster.ts';
import { objectiveOf } from './objectives.ts';
import { gaussLegendre } from './quadrature.ts';
import { depthOf, LEAF, type Tree } from './tree.ts';

export interface ShapForest {
  /** The average margin: the base margin plus every tree's hessian-weighted mean leaf. */
  readonly bias: number;
  /** As the kernel `addContributions` takes them. */
  readonly arrays: ShapArrays;
  /** The numbers of scratch space that explaining one row takes. */
  readonly numScratch: number;
}

/**
 * In each tree splits are numbered from 0, parents before children, and leaves on from there. A split's branches are numbered
 * twice the split, left, and one more, right; the way to the root is a branch too, the last.
 */
export type ShapArrays = readonly [
  /** The splits of all trees stand in a row: where each tree's begin, and where the last tree's end. */
  firstSplits: Uint32Array,
  /** Five a split: feature, left child, right child, the last branch above on the same feature or that to the root, default left. */
  splits: Uint32Array,
  thresholds: Float32Array,
  /** A split's left share, then for each point the chance that its feature is known, and how fast that chance grows. */
  shares: Float64Array,
  /** A tree has one leaf more than splits. */
  leafValues: Float64Array,
  pointWeights: Float64Array,
];

const forests = new WeakMap<Booster, ShapForest>();

/** The booster's forest: made when first asked for, and kept as long as the booster is. */
export function shapForestOf(booster: Booster): ShapForest {
  const forest = forests.get(booster) ?? makeForest(booster);
  forests.set(booster, forest);
  return forest;
}

function makeForest(booster: Booster): ShapForest {
  const trees = predictingTrees(booster);
  const orders = trees.map(breadthFirst);
  const firstSplits = new Uint32Array(trees.length + 1);
  orders.forEach(({ splits }, i) => {
    firstSplits[i + 1] = firstSplits[i] + splits.length;
  });
  const numSplit = firstSplits[trees.length];
  const { points, weights } = gaussLegendre(numPointFor(booster));
  const arrays: ShapArrays = [
    firstSplits,
    new Uint32Array(numSplit * 5),
    new Float32Array(numSplit),
    new Float64Array(numSplit * (1 + 2 * points.length)),
    new Float64Array(numSplit + trees.length),
    weights,
  ];
  trees.forEach((tree, i) => {
    fillTree(arrays, i, tree, orders[i], points);
  });
  const mostSplits = orders.reduce((most, { splits }) => Math.max(most, splits.length), 0);
  const numScratch = mostSplits + (2 * mostSplits + 1) * (1 + 2 * points.length);
  const baseMargin = objectiveOf(booster.params).margin(booster.baseScore);
  return { bias: trees.reduce((sum, tree) => sum + expectedValue(tree, 0), baseMargin), arrays, numScratch };
}

/** As many as make the integral exact: a leaf's part in it has the degree of the other features on its path, and n points do up to 2n - 1. */
function numPointFor(booster: Booster): number {
  const depth = predictingTrees(booster).reduce((most, tree) => Math.max(most, depthOf(tree)), 1);
  return Math.max(1, Math.ceil(Math.min(depth, booster.featureNames.length) / 2));
}

/** The nodes of a tree that a walk can reach. */
interface Order {
  readonly splits: readonly number[];
  readonly leaves: readonly number[];
}

function breadthFirst({ leftChild }: Tree): Order {
  const nodes = [0];
  for (const node of nodes) if (leftChild[node] !== LEAF) nodes.push(leftChild[node], leftChild[node] + 1);
  return {
    splits: nodes.filter((node) => leftChild[node] !== LEAF),
    leaves: nodes.filter((node) => leftChild[node] === LEAF),
  };
}

function fillTree(
  [firstSplits, splits, thresholds, shares, leafValues]: ShapArrays,
  index: number,
  tree: Tree,
  order: Order,
  points: Float64Array,
): void {
  const { leftChild, splitFeature, splitCondition, defaultLeft } = tree;
  const first = firstSplits[index];
  const slots = numberNodes(order, leftChild.length);
  leafValues.set(
    order.leaves.map((leaf) => splitCondition[leaf]),
    first + index,
  );
  const toRoot = 2 * order.splits.length;
  const branchTo = new Uint32Array(leftChild.length).fill(toRoot);
  const unknownShares = new Float64Array(toRoot + 1).fill(1);
  let word = first * 5;
  let share = first * (1 + 2 * points.length);
  order.splits.forEach((node, split) => {
    const [left, feature] = [leftChild[node], splitFeature[node]];
    let earlier = branchTo[node];
    for (; earlier !== toRoot; earlier = branchTo[order.splits[earlier >> 1]]) {
      if (splitFeature[order.splits[earlier >> 1]] === feature) break;
    }
    const leftShare = hessianShare(tree, left);
    branchTo[left] = 2 * split;
    branchTo[left + 1] = 2 * split + 1;
    unknownShares[2 * split] = unknownShares[earlier] * leftShare;
    unknownShares[2 * split + 1] = unknownShares[earlier] * (1 - leftShare);
    for (const value of [feature, slots[left], slots[left + 1], earlier, defaultLeft[node]]) splits[word++] = value;
    thresholds[first + split] = splitCondition[node];
    shares[share++] = leftShare;
    // Bayes' rule: of those who followed the earlier branches, how many know the feature, when a share of `point` knows it.
    for (const point of points) {
      const followed = point + (1 - point) * unknownShares[earlier];
      shares[share++] = point / followed;
      shares[share++] = unknownShares[earlier] / followed ** 2;
    }
  });
}

/** Each node's number, splits before leaves. */
function numberNodes({ splits, leaves }: Order, numNode: number): Uint32Array {
  const slots = new Uint32Array(numNode);
  splits.forEach((node, split) => {
    slots[node] = split;
  });
  leaves.forEach((node, leaf) => {
    slots[node] = splits.length + leaf;
  });
  return slots;
}

/** The share of hessians that goes to a left child. */
function hessianShare({ sumHessian }: Tree, left: number): number {
  const total = sumHessian[left] + sumHessian[left + 1];
  return total > 0 ? sumHessian[left] / total : 0.5;
}

/** The hessian-weighted mean leaf below a node. */
function expectedValue(tree: Tree, node: number): number {
  const left = tree.leftChild[node];
  if (left === LEAF) return tree.splitCondition[node];
  const leftShare = hessianShare(tree, left);
  return leftShare * expectedValue(tree, left) + (1 - leftShare) * expectedValue(tree, left + 1);
}
