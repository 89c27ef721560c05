/** Turns the first `length` doubles of the parent's histogram into the larger child's, in place. */
export function subtractHistogram(parent: Float64Array, smallerChild: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) parent[i] -= smallerChild[i];
}
