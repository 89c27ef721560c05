import { type Weights, weightedMean } from '../rows.ts';
import type { Probabilities } from '../units.ts';
import { brierScore } from './brier-score.ts';
import { type BinScheme, binProbabilities } from './probability-bins.ts';

/**
 * brier = reliability − resolution + uncertainty + withinBinVariance − withinBinCovariance, exactly.
 *
 * Murphy's three terms alone add up only when all forecasts in a bin are equal. The last two (Stephenson, Coelho and
 * Jolliffe 2008) account for forecasts that differ inside a bin.
 */
export type BrierDecomposition = {
  readonly brier: number;
  /** Mean squared distance of a bin's mean forecast from its rate; 0 is calibrated. */
  readonly reliability: number;
  /** Mean squared distance of a bin's rate from the base rate; what ranking earns. */
  readonly resolution: number;
  /** Base rate · (1 − base rate): the score of always forecasting the base rate. */
  readonly uncertainty: number;
  readonly withinBinVariance: number;
  /** Twice the covariance of forecast and outcome inside bins. */
  readonly withinBinCovariance: number;
};

/** Takes the Brier score apart over the given bins. `label` must be exactly 0 or 1, or the uncertainty term is wrong. */
export function brierDecomposition(
  label: ArrayLike<number>,
  probability: Probabilities,
  scheme: BinScheme,
  weight?: Weights,
): BrierDecomposition {
  const { bins, binOf } = binProbabilities(label, probability, scheme, weight);
  const overRows = (of: (row: number) => number) => weightedMean(label.length, of, weight);
  const forecastInBin = (row: number) => probability[row] - bins[binOf[row]].meanPredicted;
  const outcomeInBin = (row: number) => label[row] - bins[binOf[row]].observedRate;
  const baseRate = overRows((row) => label[row]);
  return {
    brier: brierScore(label, probability, weight),
    reliability: overRows((row) => (bins[binOf[row]].meanPredicted - bins[binOf[row]].observedRate) ** 2),
    resolution: overRows((row) => (bins[binOf[row]].observedRate - baseRate) ** 2),
    uncertainty: baseRate * (1 - baseRate),
    withinBinVariance: overRows((row) => forecastInBin(row) ** 2),
    withinBinCovariance: 2 * overRows((row) => outcomeInBin(row) * forecastInBin(row)),
  };
}
