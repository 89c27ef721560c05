/**
 * Grows one tree depth-wise, as XGBoost does by default: every node that has a worthwhile split is split, level by level, until
 * max_depth. Owns the buffers of training (row order, histograms, nodes) and reuses them from tree to tree; the tree it
 * returns is a plain copy.
 */
import type { BinnedMatrix } from './binning.ts';
import { type HistogramLayout, HistogramPool, layOutHistogram, subtractSibling } from './histogram.ts';
import { buildHistogram } from './kernels/build-histogram.ts';
import { partitionRows } from './kernels/partition-rows.ts';
import type { TrainParams } from './params.ts';
import { findSplit, leafWeight, type Split } from './split-finder.ts';
import { LEAF, type Tree } from './tree.ts';

/** A node being grown. Its rows are rows[begin..end) of the grower. */
interface Node {
  depth: number;
  begin: number;
  end: number;
  sumGradient: number;
  sumHessian: number;
  leftChild: number;
  readonly split: Split;
  histogram: Float64Array | null;
}

export class TreeGrower {
  readonly #binned: BinnedMatrix;
  readonly #columns: readonly Float32Array[];
  readonly #params: TrainParams;
  readonly #layout: HistogramLayout;
  readonly #histograms: HistogramPool;
  readonly #scratch: Uint32Array;
  readonly #nodes: Node[] = [];
  #numNode = 0;
  #rows: Uint32Array = new Uint32Array(0);
  #gradients: Float32Array = new Float32Array(0);
  #features: Int32Array = new Int32Array(0);

  constructor(binned: BinnedMatrix, columns: readonly Float32Array[], params: TrainParams) {
    this.#binned = binned;
    this.#columns = columns;
    this.#params = params;
    this.#layout = layOutHistogram(binned);
    this.#histograms = new HistogramPool(this.#layout.length);
    this.#scratch = new Uint32Array(binned.numRow);
  }

  /**
   * Grows a tree on `rows` and the ascending `features`. Reorders `rows` so that each leaf's are adjacent; `gradients` holds
   * (gradient, hessian) interleaved by row and must be on the exact grid.
   */
  grow(gradients: Float32Array, rows: Uint32Array, features: Int32Array): Tree {
    this.#gradients = gradients;
    this.#rows = rows;
    this.#features = features;
    this.#numNode = 0;
    this.#plantRoot();
    for (let id = 0; id < this.#numNode; id++) {
      const node = this.#nodes[id];
      if (node.split.gain > 0) this.#splitNode(node);
      this.#dropHistogram(node);
    }
    return this.#harvest();
  }

  /** Adds each leaf's value to the margins of its rows, without walking the tree again. */
  addLeafValues(tree: Tree, margins: Float32Array): void {
    for (let id = 0; id < this.#numNode; id++) {
      const { begin, end, leftChild } = this.#nodes[id];
      if (leftChild !== LEAF) continue;
      const value = tree.splitCondition[id];
      for (let i = begin; i < end; i++) margins[this.#rows[i]] += value;
    }
  }

  #plantRoot(): void {
    const rows = this.#rows;
    let sumGradient = 0;
    let sumHessian = 0;
    for (let i = 0; i < rows.length; i++) {
      sumGradient += this.#gradients[2 * rows[i]];
      sumHessian += this.#gradients[2 * rows[i] + 1];
    }
    const root = this.#addNode(0, 0, rows.length, sumGradient, sumHessian);
    if (!this.#canSplit(root)) return;
    root.histogram = this.#build(root);
    this.#findSplit(root);
  }

  /** Children are evaluated at once, while the parent's histogram is there to subtract from. */
  #splitNode(node: Node): void {
    const { feature, threshold, defaultLeft, leftGradient, leftHessian } = node.split;
    const { begin, end } = node;
    const column = this.#columns[feature];
    const middle = partitionRows(this.#rows, begin, end, column, threshold, defaultLeft, this.#scratch);
    node.leftChild = this.#numNode;
    const depth = node.depth + 1;
    const left = this.#addNode(depth, begin, middle, leftGradient, leftHessian);
    const right = this.#addNode(depth, middle, end, node.sumGradient - leftGradient, node.sumHessian - leftHessian);

    const [smaller, larger] = middle - begin <= end - middle ? [left, right] : [right, left];
    if (!this.#canSplit(smaller) && !this.#canSplit(larger)) return;
    smaller.histogram = this.#build(smaller);
    larger.histogram = subtractSibling(node.histogram as Float64Array, smaller.histogram);
    node.histogram = null;
    this.#findSplit(smaller);
    this.#findSplit(larger);
  }

  #canSplit(node: Node): boolean {
    return node.depth < this.#params.max_depth && node.sumHessian >= 2 * this.#params.min_child_weight;
  }

  #build({ begin, end }: Node): Float64Array {
    const { words, wordsPerRow } = this.#binned;
    const histogram = this.#histograms.take();
    buildHistogram(words, wordsPerRow, this.#rows, begin, end, this.#gradients, this.#layout.offsets, histogram);
    return histogram;
  }

  /** A node that stays a leaf gives its histogram back at once. */
  #findSplit(node: Node): void {
    const histogram = node.histogram as Float64Array;
    if (this.#canSplit(node)) {
      findSplit(histogram, this.#layout, this.#binned, this.#features, node, this.#params, node.split);
    }
    if (node.split.gain === 0) this.#dropHistogram(node);
  }

  #dropHistogram(node: Node): void {
    if (node.histogram !== null) this.#histograms.giveBack(node.histogram);
    node.histogram = null;
  }

  #addNode(depth: number, begin: number, end: number, sumGradient: number, sumHessian: number): Node {
    const node = (this.#nodes[this.#numNode++] ??= createNode());
    node.depth = depth;
    node.begin = begin;
    node.end = end;
    node.sumGradient = sumGradient;
    node.sumHessian = sumHessian;
    node.leftChild = LEAF;
    node.split.gain = 0;
    node.histogram = null;
    return node;
  }

  #harvest(): Tree {
    const tree = createTree(this.#numNode);
    const eta = Math.fround(this.#params.eta);
    for (let id = 0; id < this.#numNode; id++) {
      const { leftChild, split, sumGradient, sumHessian } = this.#nodes[id];
      const weight = leafWeight(sumGradient, sumHessian, this.#params);
      const isLeaf = leftChild === LEAF;
      tree.leftChild[id] = leftChild;
      tree.splitFeature[id] = isLeaf ? 0 : split.feature;
      tree.splitCondition[id] = isLeaf ? weight * eta : split.threshold;
      tree.defaultLeft[id] = isLeaf ? 0 : split.defaultLeft;
      tree.gain[id] = isLeaf ? 0 : split.gain;
      tree.sumHessian[id] = sumHessian;
      tree.baseWeight[id] = isLeaf ? weight * eta : weight;
    }
    return tree;
  }
}

function createNode(): Node {
  const split: Split = { gain: 0, feature: 0, threshold: 0, defaultLeft: 0, leftGradient: 0, leftHessian: 0 };
  return { depth: 0, begin: 0, end: 0, sumGradient: 0, sumHessian: 0, leftChild: LEAF, split, histogram: null };
}

function createTree(numNode: number): Tree {
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
