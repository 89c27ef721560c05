import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { shortfallMargin } from '../forecast/plan.ts';
import { HOURS, isShort } from '../label.ts';
import { evaluateSettings, resampling } from '../settings.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

/**
 * Which weeks run short at the level in force, as a calibrated chance, beside the list a manager has today: the series that
 * had most stock-outs lately. The oracle's own list, by the share of hours that it expects to be short, is the most anybody
 * could know. What needs several short weeks to be judged is null without them.
 */
export function judgeShortage(
  set: TrainingSet,
  window: Window,
  model: CalibratedModel,
  { planned, truth, seed }: { readonly planned: Float32Array; readonly truth: Truth | null; readonly seed: number },
) {
  const inForce = evaluation.take(set.provisioned, window.rows);
  const margin = shortfallMargin(planned, set, window.rows);
  const stockouts = evaluation.take(set.columns[set.names.indexOf('short_share')], window.rows);
  const oracle = truth?.shortShare;
  const label = shortAt(window, inForce);
  const k = Math.max(1, Math.round((evaluateSettings.reviewedShare * label.length) / window.weeks.length));
  const top = (score: ArrayLike<number>) => evaluation.precisionAtK({ label, score, group: window.weekIndex }, k);
  const judged = { label, margin, cluster: window.weekIndex, group: window.weekIndex };
  const hasEnough = evaluation.hasEnoughPositives(judged, MINIMUM_SHORT);
  const scores = hasEnough ? [margin, stockouts, ...(oracle ? [oracle] : [])] : [];
  // Whole weeks are resampled.
  const options = { seed, ...resampling };
  const resampled = evaluation.bootstrapAveragePrecision(judged, scores.map(evaluation.rankScores), options);
  const [averagePrecision = null, averagePrecisionOfStockouts = null, ofOracle = null] = resampled.map(
    evaluation.intervalOf,
  );
  return {
    baseRate: evaluation.meanKnown(label),
    /** Of the same weeks at the levels the model plans. */
    baseRateAsPlanned: evaluation.meanKnown(shortAt(window, planned.map(Math.ceil))),
    averagePrecision,
    averagePrecisionOfOracle: ofOracle,
    averagePrecisionOfStockouts,
    /** Cases a manager looks into in a week. */
    k,
    precisionAtK: top(margin).precision,
    precisionAtKOfStockouts: top(stockouts).precision,
    achievable: top(margin).achievable,
    calibration: evaluation.judgeCalibration(
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
