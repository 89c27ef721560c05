import type { ClusteredRows } from '../bootstrap/bootstrap-average-precision.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { type BrierDecomposition, brierDecomposition } from '../metrics/brier-decomposition.ts';
import { brierScore } from '../metrics/brier-score.ts';
import { expectedCalibrationError } from '../metrics/expected-calibration-error.ts';
import { logLoss } from '../metrics/log-loss.ts';
import type { BinScheme } from '../metrics/probability-bins.ts';
import type { Margins } from '../units.ts';
import { applyCalibrator, type Calibrator } from './apply-calibrator.ts';
import { calibrationSlope } from './calibration-slope.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

export type CalibrationReport = {
  readonly method: Calibrator['method'];
  readonly brierScore: number;
  readonly logLoss: number;
  readonly expectedCalibrationError: number;
  /** Null where it has no meaning: too few positives, or the same chance for nearly everybody. */
  readonly slope: Interval | null;
  readonly intercept: Interval | null;
  readonly bins: readonly {
    readonly meanScore: number;
    readonly observedRate: number;
    readonly low: number;
    readonly high: number;
  }[];
};

/** How many probabilities lie in [from, to); the last bar holds 1 as well. */
export type HistogramBar = { readonly from: number; readonly to: number; readonly count: number };

export type JudgedCalibration = {
  /** The method whose probabilities leave the house. */
  readonly shipped: CalibrationReport;
  /** The others, for comparison. */
  readonly alternatives: readonly CalibrationReport[];
  /** Of the shipped probabilities, as is the histogram. */
  readonly brier: BrierDecomposition;
  readonly histogram: readonly HistogramBar[];
};

/**
 * Judges a calibrator beside its alternatives on rows that fitted none of them: Brier score, log loss, expected calibration
 * error and reliability in equal-mass bins, and Cox's slope and intercept with errors that know the clusters.
 *
 * An alternative of the method that ships is left out, so a caller may list every method there is and ship any of them.
 */
export function judgeCalibration(
  rows: ClusteredRows & { readonly margin: Margins },
  calibrators: { readonly shipped: Calibrator; readonly alternatives: readonly Calibrator[] },
  {
    bins = 15,
    hasSlope = true,
  }: {
    readonly bins?: number;
    /** False where the positives are too few for a slope to mean anything. */
    readonly hasSlope?: boolean;
  } = {},
): JudgedCalibration {
  const { label, weight, cluster, margin } = rows;
  const scheme: BinScheme = { kind: 'equal-mass', bins };
  const judge = (calibrator: Calibrator): CalibrationReport => {
    const probability = applyCalibrator(calibrator, margin);
    const line = hasSlope && differ(probability) ? calibrationSlope({ label, probability, weight, cluster }) : null;
    return {
      method: calibrator.method,
      brierScore: brierScore(label, probability, weight),
      logLoss: logLoss(label, probability, weight),
      expectedCalibrationError: expectedCalibrationError(label, probability, scheme, weight).expected,
      slope: line && intervalOf(line.slope),
      intercept: line && intervalOf(line.intercept),
      bins: reliabilityDiagram(label, probability, { scheme, weight }).map(
        ({ meanPredicted, observedRate, low, high }) => ({ meanScore: meanPredicted, observedRate, low, high }),
      ),
    };
  };
  const { shipped, alternatives } = calibrators;
  const probability = applyCalibrator(shipped, margin);
  return {
    shipped: judge(shipped),
    alternatives: alternatives.filter(({ method }) => method !== shipped.method).map(judge),
    brier: brierDecomposition(label, probability, scheme, weight),
    histogram: histogramOf(probability),
  };
}

/** A line through one point has no slope. */
function differ(probability: Float64Array): boolean {
  const least = probability.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  return probability.some((value) => value >= 1.5 * least);
}

/** Twentieths of [0, 1]. */
export function histogramOf(probability: ArrayLike<number>): readonly HistogramBar[] {
  const counts = new Array<number>(20).fill(0);
  for (let row = 0; row < probability.length; row++) counts[Math.min(19, Math.floor(probability[row] * 20))] += 1;
  return counts.map((count, bar) => ({ from: bar / 20, to: (bar + 1) / 20, count }));
}
