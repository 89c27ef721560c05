import { ROWS_ASKED } from './answer-questions.ts';

/**
 * Adds the leaf values of complete trees, one after the other, to margins[firstRow..firstRow + 128), whose answers
 * `answerQuestions` gave. A tree of depth d has 2^d - 1 splits, level by level: a split says where its question's answers begin,
 * and the children of split i, counted from 1, are 2i and 2i + 1. Then come 2^d leaves. A sum is rounded to float32 after every
 * tree, as in `addTree`. Depths are 3 to 8.
 */
export function addTrees(
  depths: Uint8Array,
  splits: Uint32Array,
  leafValues: Float32Array,
  answers: Uint32Array,
  margins: Float32Array,
  firstRow: number,
): void {
  let firstSplit = 0;
  let firstLeaf = 0;
  for (const depth of depths) {
    const numLeaf = 1 << depth;
    for (let row = 0; row < ROWS_ASKED; row++) {
      let node = 1;
      while (node < numLeaf) {
        const answer = answers[splits[firstSplit + node - 1] + (row >> 5)];
        node = 2 * node + 1 - ((answer >> (row & 31)) & 1);
      }
      margins[firstRow + row] += leafValues[firstLeaf + node - numLeaf];
    }
    firstSplit += numLeaf - 1;
    firstLeaf += numLeaf;
  }
}
