import { type ClusteredRows, hasEnoughPositives } from '../bootstrap/bootstrap-average-precision.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { type BrierDecomposition, brierDecomposition } from '../metrics/brier-decomposition.ts';
import { brierScore } from '../metrics/brier-score.ts';
import { expectedCalibrationError } from '../metrics/expected-calibration-error.ts';
import { logLoss } from '../metrics/log-loss.ts';
import { precisionAtK, type Slots } from '../metrics/precision-at-k.ts';
import type { BinScheme } from '../metrics/probability-bins.ts';
import { rankScores } from '../metrics/rank-scores.ts';
import { assertRows, weightedMean } from '../rows.ts';
import type { Margins } from '../units.ts';
import { applyCalibrator, type Calibrator } from './apply-calibrator.ts';
import { calibrationSlope, type NoSlope } from './calibration-slope.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

export type CalibrationReport = {
  readonly method: Calibrator['method'];
  readonly brierScore: number;
  readonly logLoss: number;
  readonly expectedCalibrationError: number;
  readonly slope: Interval | NoSlope;
  /** Null without a slope. */
  readonly intercept: Interval | null;
  readonly bins: readonly {
    readonly meanScore: number;
    readonly observedRate: number;
    readonly low: number;
    readonly high: number;
  }[];
};

/** What was forecast of some rows on average, and how many of them turned out positive. */
export type ForecastAndRate = { readonly predicted: number; readonly observed: number };

/** How many probabilities lie in [from, to); the last bar holds 1 as well. */
export type HistogramBar = { readonly from: number; readonly to: number; readonly count: number };

export type JudgedCalibration = {
  /** The method whose probabilities leave the house. */
  readonly shipped: CalibrationReport;
  /** The others, for comparison. */
  readonly alternatives: readonly CalibrationReport[];
  /** Of the shipped probabilities, as is all that follows. */
  readonly brier: BrierDecomposition;
  /** 1 − Brier score / that of always forecasting the base rate: 0 for such a forecast; null where all outcomes are equal. */
  readonly brierSkill: number | null;
  readonly inTheLarge: ForecastAndRate & {
    /** Standard error of predicted / observed, relative to it; infinite where nothing was observed. */
    readonly relativeError: number;
  };
  /** Among the top k of every group, the rows that are acted on. */
  readonly top: ForecastAndRate;
  readonly histogram: readonly HistogramBar[];
};

/**
 * Judges a calibrator beside its alternatives on rows that fitted none of them: Brier score, log loss, expected calibration
 * error and reliability in equal-mass bins, and Cox's slope and intercept with errors that know the clusters.
 *
 * An alternative of the method that ships is left out, so a caller may list every method there is and ship any of them.
 */
export function judgeCalibration(
  rows: ClusteredRows & { readonly margin: Margins; readonly group: ArrayLike<number> },
  calibrators: { readonly shipped: Calibrator; readonly alternatives: readonly Calibrator[] },
  {
    k,
    bins = 15,
    minimum = { positives: 1, clusters: 1 },
  }: {
    readonly k: Slots;
    readonly bins?: number;
    /** Below it a slope means nothing. */
    readonly minimum?: { readonly positives: number; readonly clusters: number };
  },
): JudgedCalibration {
  const { label, weight, cluster, margin, group } = rows;
  const scheme: BinScheme = { kind: 'equal-mass', bins };
  const { positives, clusters } = minimum;
  const tooFew = `fewer than ${positives} rows of label 1, or in fewer than ${clusters} clusters`;
  const lineOf = (probability: Float64Array) =>
    hasEnoughPositives(rows, minimum) ? calibrationSlope({ label, probability, weight, cluster }) : { why: tooFew };
  const judge = (calibrator: Calibrator): CalibrationReport => {
    const probability = applyCalibrator(calibrator, margin);
    const line = lineOf(probability);
    return {
      method: calibrator.method,
      brierScore: brierScore(label, probability, weight),
      logLoss: logLoss(label, probability, weight),
      expectedCalibrationError: expectedCalibrationError(label, probability, scheme, weight).expected,
      slope: 'why' in line ? line : intervalOf(line.slope),
      intercept: 'why' in line ? null : intervalOf(line.intercept),
      bins: reliabilityDiagram(label, probability, { scheme, weight }).map(
        ({ meanPredicted, observedRate, low, high }) => ({ meanScore: meanPredicted, observedRate, low, high }),
      ),
    };
  };
  const { shipped, alternatives } = calibrators;
  const probability = applyCalibrator(shipped, margin);
  const brier = brierDecomposition(label, probability, scheme, weight);
  const ranking = rankScores(margin);
  const among = (value: ArrayLike<number>) =>
    precisionAtK({ label: value, score: ranking, group, weight }, k).precision;
  const mean = (value: ArrayLike<number>) => weightedMean(value.length, (row) => value[row], weight);
  const inTheLarge = { predicted: mean(probability), observed: mean(label) };
  return {
    shipped: judge(shipped),
    alternatives: alternatives.filter(({ method }) => method !== shipped.method).map(judge),
    brier,
    brierSkill: brier.uncertainty > 0 ? 1 - brier.brier / brier.uncertainty : null,
    inTheLarge: { ...inTheLarge, relativeError: relativeError(rows, probability, inTheLarge) },
    top: { predicted: among(probability), observed: among(label) },
    histogram: histogramOf(probability),
  };
}

/** √Σ over clusters of (Σ w · (p / predicted − y / observed))² / Σ w: rows of a cluster share their luck, clusters do not. */
function relativeError(
  { label, weight, cluster }: ClusteredRows,
  probability: ArrayLike<number>,
  { predicted, observed }: ForecastAndRate,
): number {
  if (observed === 0) return Number.POSITIVE_INFINITY;
  const errors = new Map<number, number>();
  let total = 0;
  for (let row = 0; row < label.length; row++) {
    const rowWeight = weight ? weight[row] : 1;
    const error = rowWeight * (probability[row] / predicted - label[row] / observed);
    errors.set(cluster[row], (errors.get(cluster[row]) ?? 0) + error);
    total += rowWeight;
  }
  return Math.sqrt([...errors.values()].reduce((sum, error) => sum + error ** 2, 0)) / total;
}

/** Twentieths of [0, 1]. */
export function histogramOf(probability: ArrayLike<number>): readonly HistogramBar[] {
  assertRows('histogramOf', { probability });
  const counts = new Array<number>(20).fill(0);
  for (let row = 0; row < probability.length; row++) counts[Math.min(19, Math.floor(probability[row] * 20))] += 1;
  return counts.map((count, bar) => ({ from: bar / 20, to: (bar + 1) / 20, count }));
}
