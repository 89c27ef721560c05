/**
 * Writes the bin of each of `present` sorted rows to `codes`. In order of value no search is needed: the bin only moves up,
 * at each of the `numFirst` places where one begins.
 */
export function writeCodes(
  sorted: Uint32Array,
  present: number,
  firsts: Uint32Array,
  numFirst: number,
  codes: Uint8Array,
): void {
  for (let bin = 0; bin <= numFirst; bin++) {
    const begin = bin === 0 ? 0 : firsts[bin - 1];
    const end = bin === numFirst ? present : firsts[bin];
    for (let i = begin; i < end; i++) codes[sorted[2 * i]] = bin;
  }
}
