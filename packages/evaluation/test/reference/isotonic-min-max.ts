/**
 * The slow twin of pooling adjacent violators, from the min-max theorem: the fit at i is the largest, over starts a ≤ i, of
 * the smallest, over ends b ≥ i, weighted mean of rows a…b. Rows ascend by margin, all margins differ. O(rows⁴).
 */
export function isotonicMinMax(label: readonly number[], weight: readonly number[]): number[] {
  const mean = (a: number, b: number) => {
    let sum = 0;
    let total = 0;
    for (let i = a; i <= b; i++) {
      sum += weight[i] * label[i];
      total += weight[i];
    }
    return sum / total;
  };
  return label.map((_, i) => {
    let fit = Number.NEGATIVE_INFINITY;
    for (let a = 0; a <= i; a++) {
      let smallest = Number.POSITIVE_INFINITY;
      for (let b = i; b < label.length; b++) smallest = Math.min(smallest, mean(a, b));
      fit = Math.max(fit, smallest);
    }
    return fit;
  });
}
