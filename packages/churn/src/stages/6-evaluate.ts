import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, Scorer, TrainingSet } from '../domain.ts';
import { backtest, judgeRolling } from '../evaluation/backtest.ts';
import { readTruth, takeTruth, truthOfAll } from '../evaluation/ceilings.ts';
import { drawCurves } from '../evaluation/curves.ts';
import { ceilingsOf, judgeLadder } from '../evaluation/ladder.ts';
import { judgeMoney } from '../evaluation/money.ts';
import { csmRule, prevalence, usageRatio } from '../evaluation/scorers.ts';
import { judgeSlices } from '../evaluation/slices.ts';
import { baseRateOf, MINIMUM_POSITIVES, openWindow, type Window } from '../evaluation/window.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly seed: number;
  /** The simpler model, fitted to the rows the model learnt from. */
  readonly logistic: Scorer;
}

/**
 * Judges the calibrated model on weeks nothing was learnt from, beside every simpler rung and both ceilings.
 *
 * Average precision and precision@k carry the inverse-probability weights, so that they speak of accounts nobody contacts.
 * Intervals resample accounts, never rows: an account's twelve weekly rows are one story told twelve times.
 */
export async function evaluate(
  set: TrainingSet,
  model: CalibratedModel,
  rolling: readonly CalibratedModel[],
  { truthDir, seed, logistic }: EvaluateOptions,
): Promise<Evaluation> {
  const window = openWindow(set, model.fold.test);
  const everyRow = rowsOfWeeks(set, window.week);
  const weeks = new Set(window.week).size;
  const judgedRows = rolling.map(({ fold }) => fold.test).reduce(evaluation.concatRows, everyRow);
  const known = await readTruth(truthDir, set, judgedRows);
  const truth = truthOfAll(known, window.rows);
  const margin = model.scorer.margin(set, window.rows);
  const ranking = evaluation.rankScores(margin);
  const simpler = [prevalence, usageRatio, csmRule, logistic];
  const contenders = [
    ...simpler.map((scorer) => ({ ...scorer, ranking: evaluation.rankScores(scorer.margin(set, window.rows)) })),
    { ...model.scorer, ranking },
    ...ceilingsOf(truth),
  ];
  const everyMargin = model.scorer.margin(set, everyRow);
  return {
    baseRate: baseRateOf(window),
    factual: factualView(set, everyRow, everyMargin),
    model: model.scorer.name,
    eligiblePerWeek: Math.round(everyRow.length / weeks),
    k: Math.round((queueSettings.share * everyRow.length) / weeks),
    lift: evaluation.lift(window.label, ranking, [0.01, 0.05, 0.1, 0.2], window.weight),
    calibration: evaluation.judgeCalibration(
      { ...window, group: window.week, margin },
      { ...model, shipped: model.calibrator },
      { k: (size) => queueSettings.share * size, minimum: MINIMUM_POSITIVES },
    ),
    calibratorMinusOther: brierMinusOther(window, margin, model, seed),
    slices: judgeSlices(set, window, margin, seed),
    backtest: backtest(set, window, { model: margin, rule: csmRule.margin(set, window.rows) }, truth, seed),
    rolling: judgeRolling(set, rolling, known),
    curves: drawCurves(window, contenders),
    ...judgeMoney({
      ...{ set, model, logistic, rows: everyRow, margin: everyMargin, seed },
      truth: known && truth && takeTruth(known, everyRow),
    }),
    ...judgeLadder(window, contenders, seed),
  };
}

/** Of the calibrator that ships and the first of the others; an interval that holds 0 is a tie. */
function brierMinusOther(
  window: Window,
  margin: Float64Array,
  { calibrator, alternatives }: CalibratedModel,
  seed: number,
) {
  const other = alternatives.find(({ method }) => method !== calibrator.method)!;
  const [ours, theirs] = [calibrator, other].map((one) => evaluation.applyCalibrator(one, margin));
  return evaluation.brierDifference(window, ours, theirs, { ...evaluateSettings, seed });
}

/** Every eligible account of those weeks, contacted in history or not: a policy decides about all of them. */
function rowsOfWeeks(set: TrainingSet, weeks: Int32Array): Uint32Array {
  const wanted = new Set(weeks);
  return Uint32Array.from(set.week.keys()).filter((row) => wanted.has(set.week[row]));
}

/** What somebody sees who forgets that contacts change the outcome. */
function factualView(set: TrainingSet, everyRow: Uint32Array, margin: Float64Array): Evaluation['factual'] {
  const labelled = Uint32Array.from(everyRow.keys()).filter((at) => !Number.isNaN(set.y[everyRow[at]]));
  const label = evaluation.take(set.y, evaluation.take(everyRow, labelled));
  const baseRate = label.reduce((total, y) => total + y, 0) / label.length;
  return { baseRate, averagePrecision: evaluation.averagePrecision(label, evaluation.take(margin, labelled)) };
}
