import {
  applyCalibrator,
  brierScore,
  calibrationSlope,
  expectedCalibrationError,
  precisionAtK,
  rankScores,
  reliabilityDiagram,
  resampleAveragePrecision,
} from '@applied-modeling/evaluation';
import type { CalibratedModel, Interval, TrainingSet } from '../domain.ts';
import { shortfallMargin } from '../forecast/plan.ts';
import { HOURS, isShort } from '../label.ts';
import { takeFloats } from '../rows.ts';
import { evaluateSettings } from '../settings.ts';
import { mean } from './coverage.ts';
import type { Truth } from './truth.ts';
import { bootstrapWeeks, interval, type Window } from './window.ts';

/** The event that a week runs short at the level in force. What needs several short weeks to be judged is null without them. */
export interface ShortageReport {
  readonly baseRate: number;
  /** Of the same weeks at the levels the model plans. */
  readonly baseRateAsPlanned: number;
  readonly averagePrecision: Interval | null;
  /** Ordered by how far the oracle would plan above the level in force; null without an oracle. */
  readonly averagePrecisionOfOracle: Interval | null;
  /** Ordered by the stock-outs of the last weeks: what a manager looks at today. */
  readonly averagePrecisionOfStockouts: Interval | null;
  /** Cases a manager looks into in a week. */
  readonly k: number;
  readonly precisionAtK: number;
  readonly precisionAtKOfStockouts: number;
  readonly achievable: number;
  readonly expectedCalibrationError: number;
  readonly brierScore: number;
  readonly slope: Interval | null;
  readonly bins: readonly {
    readonly meanScore: number;
    readonly observedRate: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** The last week of the window, greatest chance first. */
  readonly outlook: readonly {
    readonly series: string;
    readonly chance: number;
    readonly inForce: number;
    readonly planned: number;
    /** In the four weeks before the decision. */
    readonly stockoutShare: number;
    readonly isShort: boolean;
  }[];
}

/**
 * Which weeks run short at the level in force, as a calibrated chance, beside the list a manager has today: the series that
 * had most stock-outs lately. The oracle's own list is the most anybody could know.
 */
export function judgeShortage(
  set: TrainingSet,
  window: Window,
  model: CalibratedModel,
  planned: ArrayLike<number>,
  { truth, seed }: { readonly truth: Truth | null; readonly seed: number },
): ShortageReport {
  const inForce = takeFloats(set.provisioned, window.rows);
  const margin = shortfallMargin(model, set, window.rows);
  const probability = applyCalibrator(model.calibrator, margin);
  const stockouts = takeFloats(set.stockoutShare, window.rows);
  const oracle = truth?.oracleNodes.map((nodes, at) => nodes / inForce[at]);
  const label = shortAt(window, inForce);
  const k = Math.max(1, Math.round((evaluateSettings.reviewedShare * label.length) / window.weeks.length));
  const top = (score: ArrayLike<number>) => precisionAtK({ label, score, group: window.weekIndex }, k);
  const scores = [margin, stockouts, ...(oracle ? [oracle] : [])];
  const [averagePrecision, averagePrecisionOfStockouts, ofOracle = null] = resampled(window, label, scores, seed);
  return {
    baseRate: mean(label),
    baseRateAsPlanned: mean(shortAt(window, planned)),
    averagePrecision,
    averagePrecisionOfOracle: ofOracle,
    averagePrecisionOfStockouts,
    k,
    precisionAtK: top(margin).precision,
    precisionAtKOfStockouts: top(stockouts).precision,
    achievable: top(margin).achievable,
    expectedCalibrationError: expectedCalibrationError(label, probability, EQUAL_MASS).expected,
    brierScore: brierScore(label, probability),
    slope: slopeOf(window, label, probability),
    bins: reliabilityDiagram(label, probability, { scheme: EQUAL_MASS }).map(
      ({ meanPredicted, observedRate, low, high }) => ({ meanScore: meanPredicted, observedRate, low, high }),
    ),
    histogram: histogram(probability),
    outlook: outlookOf(set, window, { margin, probability, inForce, planned, stockouts, label }),
  };
}

function shortAt({ demand, rows }: Window, levels: ArrayLike<number>): Float32Array {
  return Float32Array.from(rows, (_, at) => Number(isShort(demand.subarray(at * HOURS, (at + 1) * HOURS), levels[at])));
}

const EQUAL_MASS = { kind: 'equal-mass', bins: 8 } as const;

/** Below this many short series-weeks, or with all of them in a few weeks, an interval would mean nothing. */
const [MINIMUM_SHORT, MINIMUM_SHORT_WEEKS] = [20, 6];

function hasEnough({ weekIndex }: Window, label: Float32Array): boolean {
  const weeks = weekIndex.filter((_, at) => label[at] === 1);
  return weeks.length >= MINIMUM_SHORT && new Set(weeks).size >= MINIMUM_SHORT_WEEKS;
}

function resampled(
  window: Window,
  label: Float32Array,
  scores: readonly ArrayLike<number>[],
  seed: number,
): readonly (Interval | null)[] {
  if (!hasEnough(window, label)) return scores.map(() => null);
  const cluster = window.weekIndex;
  const of = scores.map((score) => resampleAveragePrecision({ label, score: rankScores(score), cluster }));
  return bootstrapWeeks(window, seed, (drawn) => of.map((averagePrecisionOf) => averagePrecisionOf(drawn))).map(
    interval,
  );
}

/** Null where the chance is nearly the same for all: a line through one point has no slope. */
function slopeOf(
  window: Window,
  label: Float32Array,
  probability: ReturnType<typeof applyCalibrator>,
): Interval | null {
  if (!hasEnough(window, label) || Math.max(...probability) < 1.5 * Math.min(...probability)) return null;
  return interval(calibrationSlope({ label, probability, cluster: window.weekIndex }).slope);
}

/** Twentieths of [0, 1]. */
function histogram(probability: Float64Array): ShortageReport['histogram'] {
  const counts = new Array<number>(20).fill(0);
  for (const p of probability) counts[Math.min(19, Math.floor(p * 20))] += 1;
  return counts.map((count, bin) => ({ from: bin / 20, to: (bin + 1) / 20, count }));
}

interface Columns {
  readonly margin: ArrayLike<number>;
  readonly probability: ArrayLike<number>;
  readonly inForce: ArrayLike<number>;
  readonly planned: ArrayLike<number>;
  readonly stockouts: ArrayLike<number>;
  readonly label: ArrayLike<number>;
}

/** In the order of the margin: calibrated chances are steps, and rows on one step tie. */
function outlookOf(set: TrainingSet, window: Window, columns: Columns): ShortageReport['outlook'] {
  const last = window.weeks.length - 1;
  return [...window.rows.keys()]
    .filter((at) => window.weekIndex[at] === last)
    .sort((a, b) => columns.margin[b] - columns.margin[a])
    .map((at) => ({
      series: set.seriesIds[set.series[window.rows[at]]],
      chance: columns.probability[at],
      inForce: columns.inForce[at],
      planned: columns.planned[at],
      stockoutShare: columns.stockouts[at],
      isShort: columns.label[at] === 1,
    }));
}
