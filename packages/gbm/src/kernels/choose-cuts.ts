/**
 * Parts sorted rows into at most `maxBin` bins and writes to `firsts` where each bin but the first begins, counted in rows;
 * returns how many those are. Each bin takes its share of the weight that is left, and never parts equal values; where no
 * more values are left than bins, each has its own.
 *
 * `sorted`   `present` rows by ascending value, as (row, sort key) interleaved: what `sortRows` writes
 * `weights`  one a row, or none at all where each weighs 1
 */
export function chooseCuts(
  sorted: Uint32Array,
  present: number,
  weights: Float32Array,
  maxBin: number,
  firsts: Uint32Array,
): number {
  const weightAt = (i: number): number => (weights.length === 0 ? 1 : weights[sorted[2 * i]]);
  const startsValue = (i: number): boolean => sorted[2 * i + 1] !== sorted[2 * i - 1];
  let valuesLeft = 1;
  let weightLeft = 0;
  for (let i = 0; i < present; i++) {
    if (i > 0 && startsValue(i)) valuesLeft++;
    weightLeft += weightAt(i);
  }
  let numFirst = 0;
  let binWeight = 0;
  for (let i = 0; i < present; i++) {
    if (i > 0 && startsValue(i)) {
      valuesLeft--;
      const binsLeft = maxBin - numFirst;
      const isFull = binsLeft > 1 && binWeight >= weightLeft / binsLeft;
      if (isFull || valuesLeft < binsLeft) {
        firsts[numFirst++] = i;
        weightLeft -= binWeight;
        binWeight = 0;
      }
    }
    binWeight += weightAt(i);
  }
  return numFirst;
}
