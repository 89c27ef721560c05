/**
 * Grows one tree as XGBoost does by default: every node that has a worthwhile split is split, until max_depth. The order does
 * not matter, so a node's left branch is finished before its right one is begun, and never more than max_depth + 1 histograms
 * are alive; nodes are numbered by level afterwards. Owns the buffers of training (histograms, nodes) and reuses them from tree
 * to tree; the tree it returns is a plain copy.
 */
import type { BinnedMatrix } from './binning.ts';
import { createNode, type Node } from './growing-node.ts';
import { type HistogramLayout, HistogramPool, histogramStride } from './histogram.ts';
import { type Kernels, place } from './kernels.ts';
import { leafWeight, UNBOUNDED } from './leaf-weight.ts';
import type { LeafFit } from './objectives.ts';
import type { TrainParams } from './params.ts';
import { partRows } from './part-rows.ts';
import { partsOf } from './parts.ts';
import { type PackedSample, type SampledRows, SamplePacker } from './sample.ts';
import { createSplitFinder, type FindSplit, type Regularisation, type Split } from './split-finder.ts';
import { createTree, LEAF, type Tree } from './tree.ts';

/** What a code is never: no missing value goes left. */
const NO_CODE = 256;

export class TreeGrower {
  readonly #binned: BinnedMatrix;
  readonly #params: TrainParams & Regularisation;
  readonly #kernels: Kernels;
  readonly #packer: SamplePacker;
  readonly #findSplitOf: FindSplit;
  readonly #places: Uint32Array;
  readonly #scratch: Uint32Array;
  readonly #stride: number;
  readonly #nodes: Node[] = [];
  #numNode = 0;
  #byLevel: number[] = [];
  #histograms: HistogramPool;
  #rows!: Uint32Array;
  #sample!: PackedSample;
  #layout!: HistogramLayout;

  constructor(binned: BinnedMatrix, params: TrainParams & Regularisation, kernels: Kernels) {
    this.#binned = binned;
    this.#params = params;
    this.#kernels = kernels;
    this.#packer = new SamplePacker(binned, kernels);
    this.#findSplitOf = createSplitFinder(binned, params, kernels);
    this.#places = kernels.allocate(Uint32Array, binned.numRow);
    this.#scratch = kernels.allocate(Uint32Array, binned.numRow);
    this.#stride = histogramStride(binned);
    this.#histograms = new HistogramPool(kernels, 0);
  }

  /**
   * Grows a tree on the sample and the ascending `features`. Reorders the rows outside the sample so that each leaf's are
   * adjacent; those inside are known by their places. `gradients` holds (gradient, hessian) interleaved by row and must be
   * on the exact grid. Both lie in the kernels' memory.
   */
  grow(gradients: Float32Array, { rows, sampleSize }: SampledRows, features: Int32Array): Tree {
    const placed = place(this.#kernels, features);
    this.#rows = rows;
    this.#sample = this.#packer.pack(gradients, { rows, sampleSize }, placed);
    this.#places.set(this.#packer.everyRow);
    this.#layout = { features: placed, stride: this.#stride };
    const length = this.#sample.rowBytes * this.#stride;
    if (this.#histograms.length !== length) this.#histograms = new HistogramPool(this.#kernels, length);
    this.#numNode = 0;
    this.#growFrom(this.#plantRoot(sampleSize));
    this.#numberByLevel();
    return this.#harvest();
  }

  /** Replaces each leaf's value by eta times what `fit` makes of its sampled rows. A leaf without weight keeps its value, 0. */
  refitLeaves(tree: Tree, fit: LeafFit): void {
    const { rowAt } = this.#sample;
    const eta = Math.fround(this.#params.eta);
    this.#byLevel.forEach((at, id) => {
      this.#partLeaves(this.#nodes[at]);
      const { begin, end, leftChild } = this.#nodes[at];
      if (leftChild !== LEAF) return;
      const rows = this.#scratch.subarray(0, end - begin);
      for (let i = 0; i < rows.length; i++) rows[i] = rowAt[this.#places[begin + i]];
      const value = fit(rows);
      if (!Number.isNaN(value)) tree.splitCondition[id] = value * eta + 0; // never -0, as in leafWeight
    });
  }

  /** Adds each leaf's value to the margins of its rows, in the kernels' memory, without walking the tree again. */
  addLeafValues(tree: Tree, margins: Float32Array): void {
    const { leftChild, splitCondition } = tree;
    this.#byLevel.forEach((at, id) => {
      const node = this.#nodes[at];
      const left = leftChild[id];
      if (left === LEAF) this.#addLeaf(node, splitCondition[id], margins);
      else if (!node.isParted) this.#addTwoLeaves(node, splitCondition[left], splitCondition[left + 1], margins);
    });
  }

  /** Any feature's bins add up to the node, to the last bit: the root's sums need no pass over the rows. */
  #plantRoot(sampleSize: number): Node {
    const root = this.#addNode(0, 0, 0);
    root.lower = UNBOUNDED.lower;
    root.upper = UNBOUNDED.upper;
    root.begin = 0;
    root.end = sampleSize;
    root.otherBegin = sampleSize;
    root.otherEnd = this.#rows.length;
    root.histogram = this.#build(root);
    for (let bin = 0; bin < this.#layout.stride; bin += 2) {
      root.sumGradient += root.histogram[bin];
      root.sumHessian += root.histogram[bin + 1];
    }
    root.weight = leafWeight(root.sumGradient, root.sumHessian, this.#params);
    this.#findSplit(root);
    return root;
  }

  #growFrom(node: Node): void {
    if (node.split.gain > 0) {
      this.#splitNode(node);
      this.#growFrom(this.#nodes[node.leftChild]);
      this.#growFrom(this.#nodes[node.leftChild + 1]);
    }
    this.#dropHistogram(node);
  }

  /** Children are evaluated at once, while the parent's histogram is there to subtract from. */
  #splitNode(node: Node): void {
    const { leftGradient, leftHessian } = node.split;
    const depth = node.depth + 1;
    node.leftChild = this.#numNode;
    const left = this.#addNode(depth, leftGradient, leftHessian);
    const right = this.#addNode(depth, node.sumGradient - leftGradient, node.sumHessian - leftHessian);
    this.#boundChildren(node, left, right);
    node.isParted = this.#canSplit(left) || this.#canSplit(right);
    if (!node.isParted) return;

    this.#partRows(node, left, right);
    const [smaller, larger] = left.end - left.begin <= right.end - right.begin ? [left, right] : [right, left];
    smaller.histogram = this.#build(smaller);
    this.#kernels.subtractHistogram(node.histogram as Float64Array, smaller.histogram);
    larger.histogram = node.histogram;
    node.histogram = null;
    this.#findSplit(smaller);
    this.#findSplit(larger);
  }

  /** A child's leaf lies within the bounds of its parent; what is below it, on its side of the midpoint. */
  #boundChildren(node: Node, left: Node, right: Node): void {
    for (const child of [left, right]) {
      child.lower = node.lower;
      child.upper = node.upper;
      child.weight = leafWeight(child.sumGradient, child.sumHessian, this.#params, node);
    }
    const direction = this.#params.monotone?.[this.#layout.features[node.split.slot]] ?? 0;
    if (direction === 0) return;
    const [low, high] = direction > 0 ? [left, right] : [right, left];
    low.upper = high.lower = Math.fround(Math.fround(left.weight + right.weight) / 2);
  }

  #partRows(node: Node, left: Node, right: Node): void {
    const { begin, end, otherBegin, otherEnd } = node;
    const { bin, missing, column, tested } = this.#testOf(node.split);
    const { codes, rowBytes, first } = tested;
    left.begin = begin;
    left.end = partRows(this.#places, begin, end, [codes, rowBytes, first, bin, missing], this.#scratch, this.#kernels);
    right.begin = left.end;
    right.end = end;
    left.otherBegin = otherBegin;
    left.otherEnd = partRows(
      this.#rows,
      otherBegin,
      otherEnd,
      [column, 1, 0, bin, missing],
      this.#scratch,
      this.#kernels,
    );
    right.otherBegin = left.otherEnd;
    right.otherEnd = otherEnd;
  }

  #partLeaves(node: Node): void {
    if (node.leftChild === LEAF || node.isParted) return;
    this.#partRows(node, this.#nodes[node.leftChild], this.#nodes[node.leftChild + 1]);
    node.isParted = true;
  }

  #addLeaf({ begin, end, otherBegin, otherEnd }: Node, value: number, margins: Float32Array): void {
    const { rowAt } = this.#sample;
    const parts = partsOf(this.#kernels, begin, end);
    this.#kernels.sideBySide(
      'addLeaf',
      parts.map((part) => [margins, rowAt, this.#places, ...part, value]),
    );
    this.#kernels.addLeaf(margins, this.#packer.everyRow, this.#rows, otherBegin, otherEnd, value);
  }

  #addTwoLeaves(node: Node, leftValue: number, rightValue: number, margins: Float32Array): void {
    const { begin, end, otherBegin, otherEnd } = node;
    const { bin, missing, column, tested } = this.#testOf(node.split);
    const { codes, rowBytes, first } = tested;
    const { rowAt } = this.#sample;
    const rest = [bin, missing, leftValue, rightValue] as const;
    const parts = partsOf(this.#kernels, begin, end);
    this.#kernels.sideBySide(
      'addLeaves',
      parts.map((part) => [margins, rowAt, this.#places, ...part, codes, rowBytes, first, ...rest]),
    );
    this.#kernels.addLeaves(margins, this.#packer.everyRow, this.#rows, otherBegin, otherEnd, column, 1, 0, ...rest);
  }

  /** A split as the kernels test it: in `tested` for what is in the sample, in `column` for the other rows. */
  #testOf({ slot, bin, defaultLeft }: Split) {
    const feature = this.#layout.features[slot];
    const missing = defaultLeft === 1 ? this.#binned.cuts[feature].length : NO_CODE;
    return { bin, missing, column: this.#binned.columns[feature], tested: this.#sample.testCodes(slot) };
  }

  #canSplit(node: Node): boolean {
    return node.depth < this.#params.max_depth && node.sumHessian >= 2 * this.#params.min_child_weight;
  }

  /** Each thread sums some of the rows into a histogram of its own. */
  #build({ begin, end }: Node): Float64Array {
    const { codes, rowBytes, pairs } = this.#sample;
    const { stride } = this.#layout;
    const parts = partsOf(this.#kernels, begin, end).map((part) => [part, this.#histograms.take()] as const);
    this.#kernels.sideBySide(
      'buildHistogram',
      parts.map(([part, sums]) => [codes, rowBytes, pairs, this.#places, ...part, sums, stride]),
    );
    const [histogram, ...others] = parts.map(([, sums]) => sums);
    for (const other of others) {
      this.#kernels.addHistogram(histogram, other);
      this.#histograms.giveBack(other);
    }
    return histogram;
  }

  /** A node that stays a leaf gives its histogram back at once. */
  #findSplit(node: Node): void {
    const histogram = node.histogram as Float64Array;
    if (this.#canSplit(node)) this.#findSplitOf(histogram, this.#layout, node, node.split);
    if (node.split.gain === 0) this.#dropHistogram(node);
  }

  #dropHistogram(node: Node): void {
    if (node.histogram !== null) this.#histograms.giveBack(node.histogram);
    node.histogram = null;
  }

  #addNode(depth: number, sumGradient: number, sumHessian: number): Node {
    const node = (this.#nodes[this.#numNode++] ??= createNode());
    node.depth = depth;
    node.sumGradient = sumGradient;
    node.sumHessian = sumHessian;
    node.leftChild = LEAF;
    node.begin = node.end = node.otherBegin = node.otherEnd = 0;
    node.split.gain = 0;
    node.histogram = null;
    return node;
  }

  /** A list that grows while it is read: the root, its children, theirs. */
  #numberByLevel(): void {
    this.#byLevel = [0];
    for (const at of this.#byLevel) {
      const { leftChild } = this.#nodes[at];
      if (leftChild !== LEAF) this.#byLevel.push(leftChild, leftChild + 1);
    }
  }

  #thresholdOf(feature: number, bin: number): number {
    const { cuts, floors } = this.#binned;
    return bin < 0 ? floors[feature] : cuts[feature][bin];
  }

  #harvest(): Tree {
    const tree = createTree(this.#numNode);
    const eta = Math.fround(this.#params.eta);
    let nextChild = 1;
    this.#byLevel.forEach((at, id) => {
      const { leftChild, split, sumGradient, sumHessian, weight: leaf } = this.#nodes[at];
      const feature = this.#layout.features[split.slot];
      const isLeaf = leftChild === LEAF;
      const weight = isLeaf ? leaf : leafWeight(sumGradient, sumHessian, this.#params, this.#nodes[at]);
      tree.leftChild[id] = isLeaf ? LEAF : nextChild;
      tree.splitFeature[id] = isLeaf ? 0 : feature;
      tree.splitCondition[id] = isLeaf ? weight * eta : this.#thresholdOf(feature, split.bin);
      tree.defaultLeft[id] = isLeaf ? 0 : split.defaultLeft;
      tree.gain[id] = isLeaf ? 0 : split.gain;
      tree.sumHessian[id] = sumHessian;
      tree.baseWeight[id] = isLeaf ? weight * eta : weight;
      if (!isLeaf) nextChild += 2;
    });
    return tree;
  }
}
