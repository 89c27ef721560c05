/**
 * Theta method (Assimakopoulos & Nikolopoulos 2000): exponential smoothing plus half of the linear trend, some steps ahead of
 * the newest value. Oldest first; NaN entries are left out, and without any value the forecast is NaN.
 */
export function theta(values: readonly number[], stepsAhead: number, smoothing = 0.5): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return Number.NaN;
  let level = known[0];
  for (const value of known) level += smoothing * (value - level);
  const centre = (known.length - 1) / 2;
  const squares = known.reduce((sum, _, at) => sum + (at - centre) ** 2, 0);
  const slope = squares > 0 ? known.reduce((sum, value, at) => sum + (at - centre) * value, 0) / squares : 0;
  return level + (slope / 2) * (stepsAhead - 1 + 1 / smoothing);
}
