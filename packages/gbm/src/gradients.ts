import type { Kernels } from './kernels.ts';
import { partsOf } from './parts.ts';

/**
 * Gradient pairs on a grid coarse enough that every sum of them is exact.
 *
 * Each is rounded to a multiple of a power of two q, chosen once a round so that the sum of all magnitudes stays below
 * 2^51 q: any partial sum is then an integer number of q that a double holds exactly. So histograms do not depend on the order
 * of rows, a sibling by subtraction equals one built directly, and a bin that holds nothing sums to exactly zero. The price
 * is an error of at most 2^-51 of the total magnitude a row: for 200,000 rows around 1e-10. XGBoost does the same on GPUs
 * ("gradient quantiser").
 */
export function roundToExactGrid(gradients: Float32Array, kernels: Kernels): void {
  const sides = kernels.allocate(Float64Array, 2);
  kernels.sumMagnitudes(gradients, sides);
  sides[0] = shifterOf(sides[0]);
  sides[1] = shifterOf(sides[1]);
  const parts = partsOf(kernels, 0, gradients.length / 2);
  kernels.sideBySide(
    'roundToMultiples',
    parts.map(([begin, end]) => [gradients.subarray(2 * begin, 2 * end), sides]),
  );
}

/** 1.5 * 2^52 quanta: adding and subtracting it rounds a double to a whole number of them. */
function shifterOf(magnitude: number): number {
  if (magnitude === 0) return 0;
  const quantum = 2 ** (Math.ceil(Math.log2(magnitude)) - 51);
  return 1.5 * 2 ** 52 * quantum;
}
