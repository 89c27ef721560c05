import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet } from '../domain.ts';
import { judgeMoney } from '../evaluation/money.ts';
import { marginsOf, simplerScores } from '../evaluation/scorers.ts';
import { byPlantedState, readTruth } from '../evaluation/truth.ts';
import { evaluateSettings } from '../settings.ts';

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly seed: number;
}

/**
 * Judges the calibrated model on weeks nothing was learnt from, beside every simpler rung and the ceiling. Intervals resample
 * machines, never rows.
 */
export async function evaluate(
  set: TrainingSet,
  model: CalibratedModel,
  { truthDir, seed }: EvaluateOptions,
): Promise<Evaluation> {
  const { test } = model.fold;
  const [label, group] = [evaluation.take(set.y, test), evaluation.take(set.week, test)];
  const rows = { label, group, cluster: evaluation.denseNumbers(evaluation.take(set.cluster, test)) };
  const truth = await readTruth(truthDir, set, test);
  const margin = marginsOf(set, model, test);
  const chance = evaluation.applyCalibrator(model.calibrator, margin);
  const scores = [
    ...simplerScores(set, model.fold),
    { name: 'gbm', role: 'model', score: margin } as const,
    ...(truth ? [{ name: 'observable ceiling', role: 'ceiling', score: truth.observable } as const] : []),
  ];
  const contenders = scores.map(({ score, ...rung }) => ({ ...rung, ranking: evaluation.rankScores(score) }));
  const { slots: k, ...bootstrap } = evaluateSettings;
  const ladder = evaluation.climbLadder(rows, contenders, { k, seed, ...bootstrap });
  return {
    baseRate: evaluation.weightedMean(label.length, (row) => label[row]),
    ladder,
    gapClosed: evaluation.gapClosed(ladder),
    calibration: evaluation.judgeCalibration({ ...rows, margin }, { ...model, shipped: model.calibrator }, { k }),
    money: judgeMoney(set, test, chance),
    planted: truth && byPlantedState(set, test, truth, chance),
  };
}
