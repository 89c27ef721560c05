/** The rows that are asked together: a question's answers are a bit for each of them, in four words. */
export const ROWS_ASKED = 128;

/**
 * Answers every question of a forest for rows [firstRow, firstRow + 128) of column-major `values`, `stride` of them a column.
 * A question is a feature and a threshold, and its answer for a row is 1 where the row goes left: its value is below the threshold
 * in float32, or missing while `missingLeft` is -1 and not 0. A feature's questions begin at `firstQuestions` and stand in order
 * of their thresholds; the last one, infinity with missing values to the left, is no split's and always answered by 1.
 *
 * Who is below a threshold is below all that follow. So a row is noted at the first threshold above its value, and
 * answers(question) = answers(question before) or those noted at it: O(rows log thresholds + thresholds), not their product.
 */
export function answerQuestions(
  values: Float32Array,
  stride: number,
  firstRow: number,
  firstQuestions: Uint32Array,
  thresholds: Float32Array,
  missingLeft: Int32Array,
  answers: Uint32Array,
): void {
  for (let feature = 0; feature + 1 < firstQuestions.length; feature++) {
    const begin = firstQuestions[feature];
    const last = firstQuestions[feature + 1] - 1;
    if (begin === last) continue;
    answers.fill(0, 4 * begin, 4 * last + 4);
    const missing = [0, 0, 0, 0];
    for (let row = 0; row < ROWS_ASKED; row++) {
      const value = values[feature * stride + firstRow + row];
      const bit = 1 << (row & 31);
      if (Number.isNaN(value)) missing[row >> 5] |= bit;
      else answers[4 * firstAbove(thresholds, begin, last, value) + (row >> 5)] |= bit;
    }
    const below = [0, 0, 0, 0];
    for (let question = begin; question <= last; question++) {
      for (let word = 0; word < 4; word++) {
        below[word] |= answers[4 * question + word];
        answers[4 * question + word] = below[word] | (missing[word] & missingLeft[question]);
      }
    }
  }
}

function firstAbove(thresholds: Float32Array, begin: number, last: number, value: number): number {
  let first = begin;
  for (let end = last; first < end; ) {
    const middle = (first + end) >> 1;
    if (value < thresholds[middle]) end = middle;
    else first = middle + 1;
  }
  return first;
}
