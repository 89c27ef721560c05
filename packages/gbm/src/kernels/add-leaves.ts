/**
 * Adds the values of two leaves to the margins of the rows that their parent parts, those at places[begin..end) of `rowAt`,
 * without parting them: `left` where `partitionRows` would send a row to the left, `right` where it would not.
 */
export function addLeaves(
  margins: Float32Array,
  rowAt: Uint32Array,
  places: Uint32Array,
  begin: number,
  end: number,
  codes: Uint8Array,
  rowBytes: number,
  first: number,
  bin: number,
  missingToLeft: number,
  left: number,
  right: number,
): void {
  for (let i = begin; i < end; i++) {
    const place = places[i];
    const code = codes[first + place * rowBytes];
    margins[rowAt[place]] += code <= bin || code === missingToLeft ? left : right;
  }
}
