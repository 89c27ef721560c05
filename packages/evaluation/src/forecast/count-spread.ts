/**
 * Standard deviations of counts around their means, by moments of the negative binomial: the variance is at least the mean, and
 * what is left of it grows with the square of the mean. NaN values are left out.
 */
export function countSpread(means: Float64Array, values: Float64Array): Float64Array {
  let [beyondCounting, squares] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at])) continue;
    beyondCounting += (values[at] - means[at]) ** 2 - means[at];
    squares += means[at] ** 2;
  }
  const extra = Math.max(0, beyondCounting / squares);
  return means.map((mean) => Math.sqrt(mean + extra * mean ** 2));
}
