/** Slope of the least-squares line of y on x; pairs with a NaN are left out, and x that never changes has a slope of NaN. */
export function slopeOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let at = 0; at < x.length; at++) {
    if (Number.isNaN(x[at] + y[at])) continue;
    n += 1;
    sumX += x[at];
    sumY += y[at];
    sumXX += x[at] * x[at];
    sumXY += x[at] * y[at];
  }
  return (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
}
