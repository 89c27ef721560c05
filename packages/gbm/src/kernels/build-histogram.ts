/**
 * Adds the gradient pairs of rows[begin..end) into `histogram`, four features at a time. The hottest loop of training:
 * O(rows x features).
 *
 * `words`      row-major bin codes, four features to a word, wordsPerRow words a row
 * `gradients`  (gradient, hessian) interleaved by row
 * `offsets`    for each feature, rounded up to four a word, the index of its bin 0 in `histogram`
 * `histogram`  (sum of gradients, sum of hessians) interleaved by bin
 *
 * Takes only numbers and typed arrays, so that a compiled kernel can stand in for it.
 */
export function buildHistogram(
  words: Int32Array,
  wordsPerRow: number,
  rows: Uint32Array,
  begin: number,
  end: number,
  gradients: Float32Array,
  offsets: Int32Array,
  histogram: Float64Array,
): void {
  for (let i = begin; i < end; i++) {
    const row = rows[i];
    const gradient = gradients[2 * row];
    const hessian = gradients[2 * row + 1];
    const first = row * wordsPerRow;
    for (let w = 0; w < wordsPerRow; w++) {
      const word = words[first + w];
      const a = offsets[4 * w] + ((word & 255) << 1);
      const b = offsets[4 * w + 1] + (((word >>> 8) & 255) << 1);
      const c = offsets[4 * w + 2] + (((word >>> 16) & 255) << 1);
      const d = offsets[4 * w + 3] + ((word >>> 24) << 1);
      histogram[a] += gradient;
      histogram[a + 1] += hessian;
      histogram[b] += gradient;
      histogram[b + 1] += hessian;
      histogram[c] += gradient;
      histogram[c + 1] += hessian;
      histogram[d] += gradient;
      histogram[d + 1] += hessian;
    }
  }
}
