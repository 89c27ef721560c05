/** Copies as many rows as there are from `from` to `to`, which may overlap. */
export function copyRows(to: Uint32Array, from: Uint32Array): void {
  to.set(from);
}
