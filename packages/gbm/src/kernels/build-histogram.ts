/**
 * Adds the gradient pairs of the rows at places[begin..end) into `histogram`, all features of a row together, so that the
 * additions of one feature need not wait for those of another. The hottest loop of training: O(rows x features).
 *
 * `codes`      row-major bin codes, `rowBytes` a row, a multiple of four
 * `pairs`      (gradient, hessian) interleaved by row
 * `histogram`  (sum of gradients, sum of hessians) interleaved by bin, `stride` doubles a feature
 */
export function buildHistogram(
  codes: Uint8Array,
  rowBytes: number,
  pairs: Float32Array,
  places: Uint32Array,
  begin: number,
  end: number,
  histogram: Float64Array,
  stride: number,
): void {
  for (let i = begin; i < end; i++) {
    const place = places[i];
    const gradient = pairs[2 * place];
    const hessian = pairs[2 * place + 1];
    const first = place * rowBytes;
    for (let at = 0; at < rowBytes; at++) {
      const bin = at * stride + 2 * codes[first + at];
      histogram[bin] += gradient;
      histogram[bin + 1] += hessian;
    }
  }
}
