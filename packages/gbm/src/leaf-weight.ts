import type { TrainParams } from './params.ts';

/** What the weights of a node's children lie between; infinite where no feature is monotone. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

export type LeafLimits = Pick<TrainParams, 'lambda' | 'alpha' | 'max_delta_step'>;

export const UNBOUNDED: Bounds = { lower: -Infinity, upper: Infinity };

/** The weight that removes the most loss, within ±max_delta_step and the bounds, in float32 and before eta. */
export function leafWeight(
  sumGradient: number,
  sumHessian: number,
  limits: LeafLimits,
  { lower, upper }: Bounds = UNBOUNDED,
): number {
  const weight = sumHessian <= 0 ? 0 : -shrinkByL1(sumGradient, limits.alpha) / (sumHessian + limits.lambda);
  const limit = limits.max_delta_step === 0 ? Infinity : limits.max_delta_step;
  const limited = Math.fround(Math.max(-limit, Math.min(limit, weight)));
  return Math.max(lower, Math.min(upper, limited)) + 0; // never -0: a model file does not keep its sign
}

/** A sum of gradients after the L1 penalty. */
export function shrinkByL1(sumGradient: number, alpha: number): number {
  if (sumGradient > alpha) return sumGradient - alpha;
  if (sumGradient < -alpha) return sumGradient + alpha;
  return 0;
}
