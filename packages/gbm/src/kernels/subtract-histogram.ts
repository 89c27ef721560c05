/** Turns the parent's histogram into the larger child's, in place. */
export function subtractHistogram(parent: Float64Array, smallerChild: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i] -= smallerChild[i];
}
