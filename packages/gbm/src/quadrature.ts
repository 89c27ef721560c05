/** The points and weights of Gauss-Legendre quadrature on [0, 1]: exact for polynomials of degree up to 2 points - 1. */
export interface Quadrature {
  readonly points: Float64Array;
  /** They sum to 1. */
  readonly weights: Float64Array;
}

/**
 * Newton's method on the Legendre polynomial, from Tricomi's estimate of its roots (Press et al., Numerical Recipes, 4.6). The
 * roots lie between -1 and 1 around 0, and are moved to [0, 1].
 */
export function gaussLegendre(numPoint: number): Quadrature {
  const points = new Float64Array(numPoint);
  const weights = new Float64Array(numPoint);
  for (let i = 0; i < numPoint; i++) {
    let root = Math.cos((Math.PI * (i + 0.75)) / (numPoint + 0.5));
    for (let step = 0; step < NEWTON_STEPS; step++) {
      const { value, slope } = legendre(numPoint, root);
      root -= value / slope;
    }
    const { slope } = legendre(numPoint, root);
    points[i] = (1 + root) / 2;
    weights[i] = 1 / ((1 - root * root) * slope * slope);
  }
  return { points, weights };
}

/** The estimates are good to three digits, and each step doubles them. */
const NEWTON_STEPS = 6;

/** The Legendre polynomial of a degree at x, by Bonnet's recursion, and its derivative. */
function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let previous = 0;
  let value = 1;
  for (let n = 1; n <= degree; n++) [previous, value] = [value, ((2 * n - 1) * x * value - (n - 1) * previous) / n];
  return { value, slope: (degree * (x * value - previous)) / (x * x - 1) };
}
