import { UNBOUNDED } from './leaf-weight.ts';
import type { Split } from './split-finder.ts';
import { LEAF } from './tree.ts';

/** A node being grown. Its sample is places[begin..end) of the grower, the other rows in it rows[otherBegin..otherEnd). */
export interface Node {
  depth: number;
  begin: number;
  end: number;
  otherBegin: number;
  otherEnd: number;
  sumGradient: number;
  sumHessian: number;
  lower: number;
  upper: number;
  /** As a leaf, within the bounds of its parent. */
  weight: number;
  /** The left child's place in the order of creation, the right child's being the next; or LEAF. */
  leftChild: number;
  /** Whether its children have their rows: two leaves do without until someone asks. */
  isParted: boolean;
  readonly split: Split;
  histogram: Float64Array | null;
}

/** One object a node, filled anew from tree to tree. */
export function createNode(): Node {
  const split: Split = { gain: 0, slot: 0, bin: 0, defaultLeft: 0, leftGradient: 0, leftHessian: 0 };
  const rows = { begin: 0, end: 0, otherBegin: 0, otherEnd: 0 };
  const sums = { sumGradient: 0, sumHessian: 0, ...UNBOUNDED, weight: 0 };
  return { depth: 0, ...rows, ...sums, leftChild: LEAF, isParted: false, split, histogram: null };
}
