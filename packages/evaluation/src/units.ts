/**
 * Two lists of numbers that must not be mixed up: margins (log-odds, any real) and probabilities (0 to 1).
 *
 * The `unit` exists for the compiler only. A plain array is accepted as either; a list already known to hold the other
 * unit does not compile, so calibrating twice, or taking the log loss of a raw margin, is a type error.
 */
export type Margins = ArrayLike<number> & { readonly unit?: 'margin' };
export type Probabilities = ArrayLike<number> & { readonly unit?: 'probability' };

/** Probability of a margin: 1 / (1 + e^-margin). */
export function sigmoid(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

/** Margin of a probability, the inverse of `sigmoid`; infinite at 0 and 1. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
