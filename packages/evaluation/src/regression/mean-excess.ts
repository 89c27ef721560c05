/**
 * E[z − a | z > a] of an ascending sample, as a function of a: by how much a value exceeds a bound that it exceeds. Beyond the
 * sample, and wherever fewer than `fewest` values are left, the mean is taken over the largest `fewest`.
 */
export function meanExcess(sorted: Float64Array, fewest = 20): (bound: number) => number {
  const sumFrom = new Float64Array(sorted.length + 1);
  for (let at = sorted.length - 1; at >= 0; at--) sumFrom[at] = sumFrom[at + 1] + sorted[at];
  return (bound) => {
    const from = Math.max(0, Math.min(firstAbove(sorted, bound), sorted.length - fewest));
    return sumFrom[from] / (sorted.length - from) - Math.min(bound, sorted[from]);
  };
}

function firstAbove(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
