/**
 * The slow twin of `contributions`: Shapley values from their definition, by enumerating every subset of features.
 * The value of a subset is the tree's expectation when only those features are known.
 */
import type { Tree } from '../../src/index.ts';

export function shapleyByEnumeration(tree: Tree, row: readonly number[]): number[] {
  const numFeature = row.length;
  return row.map((_, feature) => {
    let contribution = 0;
    for (let subset = 0; subset < 2 ** numFeature; subset++) {
      if (subset & (1 << feature)) continue;
      const size = row.filter((_, other) => subset & (1 << other)).length;
      const weight = (factorial(size) * factorial(numFeature - size - 1)) / factorial(numFeature);
      contribution += weight * (expectation(tree, row, subset | (1 << feature)) - expectation(tree, row, subset));
    }
    return contribution;
  });
}

/** The tree's expectation when the features in the bit set `known` have the row's values, by hessians elsewhere. */
export function expectation(tree: Tree, row: readonly number[], known: number, node = 0): number {
  const left = tree.leftChild[node];
  if (left === -1) return tree.splitCondition[node];
  const feature = tree.splitFeature[node];
  const below = (child: number): number => expectation(tree, row, known, child);
  if (known & (1 << feature)) {
    const value = row[feature];
    const goesLeft = Number.isNaN(value) ? tree.defaultLeft[node] === 1 : value < tree.splitCondition[node];
    return below(goesLeft ? left : left + 1);
  }
  const total = tree.sumHessian[left] + tree.sumHessian[left + 1];
  const leftShare = total === 0 ? 0.5 : tree.sumHessian[left] / total;
  return leftShare * below(left) + (1 - leftShare) * below(left + 1);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
