import {
  bootstrapAveragePrecision,
  hasEnoughPositives,
  intervalOf,
  type JudgedCalibration,
  judgeCalibration,
  meanKnown,
  precisionAtK,
  rankScores,
  take,
} from '@applied-modeling/evaluation';
import type { CalibratedModel, Interval, TrainingSet } from '../domain.ts';
import { shortfallMargin } from '../forecast/plan.ts';
import { HOURS, isShort } from '../label.ts';
import { evaluateSettings, resampling } from '../settings.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

/** The event that a week runs short at the level in force. What needs several short weeks to be judged is null without them. */
export interface ShortageReport {
  readonly baseRate: number;
  /** Of the same weeks at the levels the model plans. */
  readonly baseRateAsPlanned: number;
  readonly averagePrecision: Interval | null;
  /** Ordered by the share of hours that the oracle expects to be short at the level in force; null without an oracle. */
  readonly averagePrecisionOfOracle: Interval | null;
  /** Ordered by the stock-outs of the last weeks: what a manager looks at today. */
  readonly averagePrecisionOfStockouts: Interval | null;
  /** Cases a manager looks into in a week. */
  readonly k: number;
  readonly precisionAtK: number;
  readonly precisionAtKOfStockouts: number;
  readonly achievable: number;
  readonly calibration: JudgedCalibration;
}

/**
 * Which weeks run short at the level in force, as a calibrated chance, beside the list a manager has today: the series that
 * had most stock-outs lately. The oracle's own list is the most anybody could know.
 */
export function judgeShortage(
  set: TrainingSet,
  window: Window,
  model: CalibratedModel,
  { planned, truth, seed }: { readonly planned: Float32Array; readonly truth: Truth | null; readonly seed: number },
): ShortageReport {
  const inForce = take(set.provisioned, window.rows);
  const margin = shortfallMargin(planned, set, window.rows);
  const stockouts = take(set.columns[set.names.indexOf('short_share')], window.rows);
  const oracle = truth?.shortShare;
  const label = shortAt(window, inForce);
  const k = Math.max(1, Math.round((evaluateSettings.reviewedShare * label.length) / window.weeks.length));
  const top = (score: ArrayLike<number>) => precisionAtK({ label, score, group: window.weekIndex }, k);
  const judged = { label, margin, cluster: window.weekIndex, group: window.weekIndex };
  const hasEnough = hasEnoughPositives(judged, MINIMUM_SHORT);
  const scores = hasEnough ? [margin, stockouts, ...(oracle ? [oracle] : [])] : [];
  // Whole weeks are resampled.
  const resampled = bootstrapAveragePrecision(judged, scores.map(rankScores), { seed, ...resampling });
  const [averagePrecision = null, averagePrecisionOfStockouts = null, ofOracle = null] = resampled.map(intervalOf);
  return {
    baseRate: meanKnown(label),
    baseRateAsPlanned: meanKnown(shortAt(window, planned.map(Math.ceil))),
    averagePrecision,
    averagePrecisionOfOracle: ofOracle,
    averagePrecisionOfStockouts,
    k,
    precisionAtK: top(margin).precision,
    precisionAtKOfStockouts: top(stockouts).precision,
    achievable: top(margin).achievable,
    calibration: judgeCalibration(
      judged,
      { ...model, shipped: model.calibrator },
      { k, bins: 8, minimum: MINIMUM_SHORT },
    ),
  };
}

function shortAt({ demand, rows }: Window, levels: ArrayLike<number>): Float32Array {
  return Float32Array.from(rows, (_, at) => Number(isShort(demand.subarray(at * HOURS, (at + 1) * HOURS), levels[at])));
}

/** Below this many short series-weeks, or with all of them in a few weeks, an interval would mean nothing. */
const MINIMUM_SHORT = { positives: 20, clusters: 6 };
