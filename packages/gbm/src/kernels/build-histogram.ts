/**
 * Adds the gradient pairs of rows[begin..end) into `histogram`, one feature after the other in each row. The hottest loop of
 * training: O(rows x features).
 *
 * `codes`      row-major bin codes, rowBytes a row
 * `features`   the features to look at
 * `offsets`    for each of them, the index of its bin 0 in `histogram`
 * `gradients`  (gradient, hessian) interleaved by row
 * `histogram`  (sum of gradients, sum of hessians) interleaved by bin
 */
export function buildHistogram(
  codes: Uint8Array,
  rowBytes: number,
  features: Int32Array,
  offsets: Int32Array,
  rows: Uint32Array,
  begin: number,
  end: number,
  gradients: Float32Array,
  histogram: Float64Array,
): void {
  const numFeature = features.length;
  for (let i = begin; i < end; i++) {
    const row = rows[i];
    const gradient = gradients[2 * row];
    const hessian = gradients[2 * row + 1];
    const first = row * rowBytes;
    for (let at = 0; at < numFeature; at++) {
      const slot = offsets[at] + 2 * codes[first + features[at]];
      histogram[slot] += gradient;
      histogram[slot + 1] += hessian;
    }
  }
}
