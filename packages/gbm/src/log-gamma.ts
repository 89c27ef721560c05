/** log Γ(x) of x >= 1, to about 1e-14: Stirling's series, from 20 on; below, by Γ(x + 1) = x Γ(x). Abramowitz and Stegun 6.1.41. */
export function logGamma(x: number): number {
  let product = 1;
  let at = x;
  for (; at < 20; at++) product *= at;
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
