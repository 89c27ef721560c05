import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, Scorer, TrainingSet } from '../domain.ts';
import { readTruth, takeTruth, truthOfAll } from '../evaluation/ceilings.ts';
import { judgeMoney } from '../evaluation/money.ts';
import { csmRule, prevalence, usageRatio } from '../evaluation/scorers.ts';
import { evaluateSettings, MINIMUM_POSITIVE_ACCOUNTS, queueSettings } from '../settings.ts';

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
  const window = evaluation.openWindow({ ...set, step: set.week }, model.fold.test);
  const everyRow = rowsOfWeeks(set, window.step);
  const weeks = new Set(window.step).size;
  const judgedRows = rolling.map(({ fold }) => fold.test).reduce(evaluation.concatRows, everyRow);
  const known = await readTruth(truthDir, set, judgedRows);
  const truth = truthOfAll(known, window.rows);
  const margin = model.scorer.margin(set, window.rows);
  const ranking = evaluation.rankScores(margin);
  const k = (size: number) => queueSettings.share * size;
  const minimum = { positives: MINIMUM_POSITIVE_ACCOUNTS, clusters: MINIMUM_POSITIVE_ACCOUNTS };
  const { replicates, partReplicates, level } = evaluateSettings;
  const [options, parts] = [replicates, partReplicates].map((replicates) => ({ seed, replicates, level, minimum, k }));
  const simpler = [prevalence, usageRatio, csmRule, logistic];
  const contenders = [
    ...simpler.map((scorer) => ({ ...scorer, ranking: evaluation.rankScores(scorer.margin(set, window.rows)) })),
    { ...model.scorer, ranking },
    ...evaluation.ceilingContenders(truth),
  ];
  const everyMargin = model.scorer.margin(set, everyRow);
  return {
    baseRate: evaluation.baseRateOf(window),
    factual: factualView(set, everyRow, everyMargin),
    model: model.scorer.name,
    eligiblePerWeek: Math.round(everyRow.length / weeks),
    k: Math.round(k(everyRow.length) / weeks),
    lift: evaluation.lift(window.label, ranking, [0.01, 0.05, 0.1, 0.2], window.weight),
    calibration: evaluation.judgeCalibration(
      { ...window, group: window.step, margin },
      { ...model, shipped: model.calibrator },
      { k, minimum },
    ),
    calibratorMinusOther: evaluation.brierMinusNext({ ...window, margin }, model, options),
    slices: evaluation.judgeSlices(window, set.slices, margin, parts),
    backtest: evaluation.judgeSteps(
      window,
      { model: margin, rule: csmRule.margin(set, window.rows), ceiling: truth?.observable ?? null },
      parts,
    ),
    rolling: rolling.map(({ fold, scorer: { margin } }) => {
      const { test } = fold;
      const earlier = evaluation.openWindow({ ...set, step: set.week }, test);
      const observable = truthOfAll(known, test)?.observable ?? null;
      return evaluation.judgeEarlier(fold.fold.name, earlier, {
        ...{ model: margin(set, test), rule: csmRule.margin(set, test), observable },
      });
    }),
    curves: evaluation.drawCurves(window, contenders),
    ...judgeMoney({
      ...{ set, model, logistic, rows: everyRow, margin: everyMargin, seed },
      truth: known && truth && takeTruth(known, everyRow),
    }),
    ...evaluation.judgeRungs(window, contenders, options),
  };
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
