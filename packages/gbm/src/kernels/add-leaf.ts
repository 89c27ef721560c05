/** Adds a leaf's value to the margins of its rows, those at places[begin..end) of `rowAt`. */
export function addLeaf(
  margins: Float32Array,
  rowAt: Uint32Array,
  places: Uint32Array,
  begin: number,
  end: number,
  value: number,
): void {
  for (let i = begin; i < end; i++) margins[rowAt[places[i]]] += value;
}
