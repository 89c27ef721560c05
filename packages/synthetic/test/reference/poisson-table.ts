/**
 * The Poisson distribution function as a table, term by term through logarithms, so that nothing underflows:
 * P(X = k) = exp(k log mean − mean − Σ log j for j = 1 … k). Slow; `poissonQuantile` is compared with it.
 */
export function poissonTable(mean: number, largest: number): Float64Array {
  const cumulative = new Float64Array(largest + 1);
  let logFactorial = 0;
  let total = 0;
  for (let k = 0; k <= largest; k++) {
    if (k > 0) logFactorial += Math.log(k);
    total += mean === 0 ? Number(k === 0) : Math.exp(k * Math.log(mean) - mean - logFactorial);
    cumulative[k] = total;
  }
  return cumulative;
}
