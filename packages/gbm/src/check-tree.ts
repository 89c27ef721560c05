import { LEAF, type Tree } from './tree.ts';

/**
 * Throws unless every walk from the root ends at a leaf, and every split on the way looks at a feature there is: a child out of
 * range or reached twice would make predicting read elsewhere, or never return. Nodes that no walk reaches are nobody's
 * business: XGBoost leaves pruned ones in place. `subject` names the tree in the error.
 */
export function checkTree(
  { leftChild, splitFeature }: Tree,
  rightChild: ArrayLike<number>,
  numFeature: number,
  subject: string,
): void {
  const reached = new Uint8Array(leftChild.length);
  reached[0] = 1;
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const refuse = (found: string, expected: string): never => {
      throw new Error(`${subject}: node ${node}: found ${found}, expected ${expected}; train it again`);
    };
    const [left, right] = [leftChild[node], rightChild[node]];
    if (left === LEAF) {
      if (right !== LEAF) refuse(`right child ${right} and no left one`, 'both or none');
      continue;
    }
    if (right !== left + 1) refuse(`siblings apart, ${left} and ${right}`, 'adjacent ones, as by hist');
    if (left < 1 || right >= leftChild.length) refuse(`child ${left}`, `one from 1 to ${leftChild.length - 2}`);
    if (reached[left] || reached[right]) refuse(`child ${left}, which another node leads to`, 'a tree');
    const feature = splitFeature[node];
    if (feature < 0 || feature >= numFeature) refuse(`feature ${feature}`, `one from 0 to ${numFeature - 1}`);
    reached.fill(1, left, right + 1);
    waiting.push(left, right);
  }
}
