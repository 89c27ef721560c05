import type { Weights } from '../rows.ts';
import type { Probabilities } from '../units.ts';
import { type BinScheme, binProbabilities, type ProbabilityBin } from './probability-bins.ts';

/** The headline scheme. The textbook figure is `{ kind: 'equal-width', bins: 15 }`. */
const headlineScheme: BinScheme = { kind: 'equal-mass', bins: 10 /* about 100 positives each at 3 % of 30 000 rows */ };

export type CalibrationError = {
  /** Σ (bin weight / weight) · |observed rate − mean predicted|: the ECE. */
  readonly expected: number;
  /** The same without the bars, = mean predicted − base rate: positive when forecasts are too high. */
  readonly signed: number;
  /** The largest |observed rate − mean predicted| of any bin. */
  readonly maximum: number;
  /** Report it with the number: the same forecasts have another ECE in other bins. */
  readonly scheme: BinScheme;
};

/**
 * Expected calibration error of the positive class (not of the top class, as for multi-class networks). It is never
 * negative, so noise alone gives a positive value: with n rows a bin, about √(rate · (1 − rate) / n).
 */
export function expectedCalibrationError(
  label: ArrayLike<number>,
  probability: Probabilities,
  scheme: BinScheme = headlineScheme,
  weight?: Weights,
): CalibrationError {
  const { bins } = binProbabilities(label, probability, scheme, weight);
  const totalWeight = bins.reduce((sum, bin) => sum + bin.weight, 0);
  const excess = (bin: ProbabilityBin) => bin.meanPredicted - bin.observedRate;
  const averaged = (of: (bin: ProbabilityBin) => number) =>
    bins.reduce((sum, bin) => sum + bin.weight * of(bin), 0) / totalWeight;
  return {
    expected: averaged((bin) => Math.abs(excess(bin))),
    signed: averaged(excess),
    maximum: Math.max(...bins.map((bin) => Math.abs(excess(bin)))),
    scheme,
  };
}
