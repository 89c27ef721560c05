/**
 * A regression tree as flat arrays, one entry a node, in XGBoost's layout: node 0 is the root, a right child follows its left
 * sibling, and children come after their parent.
 */
export interface Tree {
  /** The left child's index, or -1 at a leaf. */
  readonly leftChild: Int32Array;
  readonly splitFeature: Int32Array;
  /** At a split, the threshold: values below it go left. At a leaf, its value, eta included. */
  readonly splitCondition: Float32Array;
  /** 1 where missing values go left. */
  readonly defaultLeft: Uint8Array;
  /** The loss reduction of each split; 0 at leaves. */
  readonly gain: Float32Array;
  /** The node's share of training, as a sum of hessians: `contributions` weighs branches by it. */
  readonly sumHessian: Float32Array;
  /** The optimal weight if the node were a leaf: without eta at a split, with it at a leaf (where a refitted leaf's
   * value is another). Kept for XGBoost's file format. */
  readonly baseWeight: Float32Array;
}

export const LEAF = -1;

/** Of so many nodes, to be filled. */
export function createTree(numNode: number): Tree {
  return {
    leftChild: new Int32Array(numNode),
    splitFeature: new Int32Array(numNode),
    splitCondition: new Float32Array(numNode),
    defaultLeft: new Uint8Array(numNode),
    gain: new Float32Array(numNode),
    sumHessian: new Float32Array(numNode),
    baseWeight: new Float32Array(numNode),
  };
}

/** The value of the leaf that one row of column-major data falls into. */
export function leafValueOfRow(tree: Tree, columns: readonly Float32Array[], row: number): number {
  const { leftChild, splitFeature, splitCondition } = tree;
  let node = 0;
  while (leftChild[node] !== LEAF) node = nextNode(tree, node, columns[splitFeature[node]][row]);
  return splitCondition[node];
}

/** The child of a split that `value`, a float32 or NaN, is sent to. */
export function nextNode(tree: Tree, node: number, value: number): number {
  const goesLeft = Number.isNaN(value) ? tree.defaultLeft[node] === 1 : value < tree.splitCondition[node];
  return tree.leftChild[node] + (goesLeft ? 0 : 1);
}

/** The splits on the longest way from the root to a leaf. */
export function depthOf(tree: Tree, node = 0): number {
  const left = tree.leftChild[node];
  return left === LEAF ? 0 : 1 + Math.max(depthOf(tree, left), depthOf(tree, left + 1));
}
