/**
 * Copies the codes of `features` of rows[0..count) next to each other, `packedBytes` a row, so that the passes over a tree's
 * sample read nothing else. `codes` is row-major, `rowBytes` a row.
 */
export function packRows(
  codes: Uint8Array,
  rowBytes: number,
  features: Int32Array,
  rows: Uint32Array,
  count: number,
  packed: Uint8Array,
  packedBytes: number,
): void {
  for (let place = 0; place < count; place++) {
    const from = rows[place] * rowBytes;
    const to = place * packedBytes;
    for (let at = 0; at < features.length; at++) packed[to + at] = codes[from + features[at]];
  }
}
