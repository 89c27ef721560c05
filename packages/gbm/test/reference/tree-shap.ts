/**
 * The slow twin of `contributions`: TreeSHAP as it was first published, one path at a time. A path keeps, for every number of
 * known features, the permutation weight of the subsets that lead down it; O(trees x leaves x depth²) a row, and much allocated.
 * Lundberg, Erion & Lee 2018, "Consistent Individualized Feature Attribution for Tree Ensembles", algorithm 2.
 */
import { type Booster, predictingTrees } from '../../src/booster.ts';
import type { Contributions } from '../../src/contributions.ts';
import { objectiveOf } from '../../src/objectives.ts';
import { LEAF, nextNode, type Tree } from '../../src/tree.ts';

/** One feature on the way to a leaf. */
interface Step {
  readonly feature: number;
  /** The share of hessians that follows this path when the feature is unknown. */
  readonly unknownShare: number;
  /** 1 when the row itself follows this path at every split on the feature, else 0. */
  readonly follows: number;
  /** The permutation weight of the subsets in which as many features are known as this step's index. */
  readonly weight: number;
}

export function contributionsByPaths(booster: Booster, row: Float32Array): Contributions {
  const { featureNames, params, baseScore } = booster;
  const values = new Float64Array(featureNames.length);
  let bias = objectiveOf(params).margin(baseScore);
  for (const tree of predictingTrees(booster)) {
    bias += expectedValue(tree, 0);
    descend(tree, 0, row, [], -1, 1, 1, values);
  }
  return { bias, values };
}

/** The hessian-weighted mean leaf below a node. */
function expectedValue(tree: Tree, node: number): number {
  const left = tree.leftChild[node];
  if (left === LEAF) return tree.splitCondition[node];
  const leftShare = hessianShare(tree, left, left + 1);
  return leftShare * expectedValue(tree, left) + (1 - leftShare) * expectedValue(tree, left + 1);
}

function hessianShare({ sumHessian }: Tree, child: number, sibling: number): number {
  const total = sumHessian[child] + sumHessian[sibling];
  return total > 0 ? sumHessian[child] / total : 0.5;
}

function descend(
  tree: Tree,
  node: number,
  row: Float32Array,
  pathAbove: readonly Step[],
  feature: number,
  unknownShare: number,
  follows: number,
  values: Float64Array,
): void {
  if (unknownShare === 0 && follows === 0) return; // no subset of features leads here
  let path = extend(pathAbove, feature, unknownShare, follows);
  const left = tree.leftChild[node];
  if (left === LEAF) {
    for (let i = 1; i < path.length; i++) {
      const weight = unwoundWeights(path, i).reduce((sum, one) => sum + one, 0);
      values[path[i].feature] += weight * (path[i].follows - path[i].unknownShare) * tree.splitCondition[node];
    }
    return;
  }
  const taken = nextNode(tree, node, row[tree.splitFeature[node]]);
  const other = taken === left ? left + 1 : left;

  // A feature met again keeps one step: undo the earlier one and carry its shares on.
  const split = tree.splitFeature[node];
  const earlier = path.findIndex((step, i) => i > 0 && step.feature === split);
  const share = earlier === -1 ? 1 : path[earlier].unknownShare;
  const followed = earlier === -1 ? 1 : path[earlier].follows;
  if (earlier !== -1) path = unwind(path, earlier);
  descend(tree, taken, row, path, split, share * hessianShare(tree, taken, other), followed, values);
  descend(tree, other, row, path, split, share * hessianShare(tree, other, taken), 0, values);
}

/** The path with one more step: each subset either knows its feature or does not. */
function extend(path: readonly Step[], feature: number, unknownShare: number, follows: number): Step[] {
  const length = path.length;
  const weights = [...path.map((step) => step.weight), length === 0 ? 1 : 0];
  for (let i = length - 1; i >= 0; i--) {
    weights[i + 1] += (follows * weights[i] * (i + 1)) / (length + 1);
    weights[i] = (unknownShare * weights[i] * (length - i)) / (length + 1);
  }
  return [...path, { feature, unknownShare, follows, weight: 0 }].map((step, i) => ({ ...step, weight: weights[i] }));
}

/** The path as if step `removed` had never been added: the inverse of `extend`. */
function unwind(path: readonly Step[], removed: number): Step[] {
  const weights = unwoundWeights(path, removed);
  return path
    .filter((_, i) => i !== removed)
    .map(({ feature, unknownShare, follows }, i) => ({ feature, unknownShare, follows, weight: weights[i] }));
}

/** Its weights alone, which is all that a leaf asks for. */
function unwoundWeights(path: readonly Step[], removed: number): number[] {
  const last = path.length - 1;
  const { unknownShare, follows } = path[removed];
  const weights: number[] = [];
  let carried = path[last].weight;
  for (let i = last - 1; i >= 0; i--) {
    const { weight } = path[i];
    if (follows === 0) {
      weights[i] = (weight * (last + 1)) / (unknownShare * (last - i));
    } else {
      weights[i] = (carried * (last + 1)) / (i + 1);
      carried = weight - (weights[i] * unknownShare * (last - i)) / (last + 1);
    }
  }
  return weights;
}
