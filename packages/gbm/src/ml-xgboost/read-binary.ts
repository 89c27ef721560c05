import type { Booster } from '../booster.ts';
import { checkTree } from '../check-tree.ts';
import type { Tree } from '../tree.ts';

/**
 * The model file of XGBoost before 1.0, which is what ml-xgboost saves: little-endian records of fixed size, one after another,
 * each padded with reserved words.
 *
 *     learner   136 bytes   base margin, columns, classes, …
 *     names                 objective and booster, each a length (8 bytes) and its letters
 *     forest    160 bytes   trees, …
 *     tree      148 bytes   roots, nodes, …; then 20 bytes a node (parent, left, right, feature, condition) and 16 bytes a
 *                           node (gain, sum of hessians, weight, unused)
 *
 * A feature word keeps "missing values go left" in its highest bit.
 */
const LEARNER_BYTES = 136;
const FOREST_BYTES = 160;
const TREE_BYTES = 148;
const NODE_BYTES = 20;
const STATISTICS_BYTES = 16;
const DEFAULT_LEFT = 0x80000000;

/**
 * The binary model as a booster, which predicts, explains itself and is written as XGBoost JSON like one trained by gbm. The
 * file knows no column names: `featureNames` are theirs, in training order. Throws on any other model than trees for
 * binary:logistic.
 */
export function readXgboostBinary(bytes: Uint8Array, featureNames: readonly string[]): Booster {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const objective = nameAt(view, LEARNER_BYTES);
  const booster = nameAt(view, objective.end);
  if (objective.name !== 'binary:logistic' || booster.name !== 'gbtree') {
    throw new Error(
      `model file: found ${objective.name} by ${booster.name}, expected binary:logistic by gbtree; train with that objective`,
    );
  }
  const trees: Tree[] = [];
  let at = booster.end + FOREST_BYTES;
  for (let left = view.getInt32(booster.end, true); left > 0; left--) {
    trees.push(treeAt(view, at, featureNames.length));
    at += TREE_BYTES + view.getInt32(at + 4, true) * (NODE_BYTES + STATISTICS_BYTES);
  }
  return {
    params: { objective: objective.name },
    trees,
    baseScore: 1 / (1 + Math.exp(-view.getFloat32(0, true))),
    featureNames,
    evalHistory: [],
  };
}

function nameAt(view: DataView, at: number): { readonly name: string; readonly end: number } {
  const begin = at + 8;
  const end = begin + Number(view.getBigUint64(at, true));
  return { name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + begin, end - begin)), end };
}

function treeAt(view: DataView, at: number, numFeature: number): Tree {
  const numNode = view.getInt32(at + 4, true);
  const nodes = at + TREE_BYTES;
  const statistics = nodes + numNode * NODE_BYTES;
  const integer = (node: number, word: number): number => view.getInt32(nodes + node * NODE_BYTES + word * 4, true);
  const statistic = (node: number, word: number): number =>
    view.getFloat32(statistics + node * STATISTICS_BYTES + word * 4, true);

  const each = Array.from({ length: numNode }, (_, node) => node);
  const tree: Tree = {
    leftChild: Int32Array.from(each, (node) => integer(node, 1)),
    splitFeature: Int32Array.from(each, (node) => integer(node, 3) & ~DEFAULT_LEFT),
    splitCondition: Float32Array.from(each, (node) => view.getFloat32(nodes + node * NODE_BYTES + 16, true)),
    defaultLeft: Uint8Array.from(each, (node) => integer(node, 3) >>> 31),
    gain: Float32Array.from(each, (node) => statistic(node, 0)),
    sumHessian: Float32Array.from(each, (node) => statistic(node, 1)),
    baseWeight: Float32Array.from(each, (node) => statistic(node, 2)),
  };
  const rightChild = each.map((node) => integer(node, 2));
  checkTree(tree, rightChild, numFeature, 'model file: its tree');
  return tree;
}
