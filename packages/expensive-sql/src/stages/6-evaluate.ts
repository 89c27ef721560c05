import { Refusal } from '@applied-modeling/command';
import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet } from '../domain.ts';
import { drawCurves } from '../evaluation/curves.ts';
import { judgedWindow } from '../evaluation/judged-window.ts';
import { tellMoney } from '../evaluation/money.ts';
import { qErrors } from '../evaluation/q-error.ts';
import {
  bytesScanned,
  costPerGigabyte,
  expectedCost,
  fitLogistic,
  gradientBoosted,
  lastCost,
  marginsOf,
  nothing,
  optimizerCost,
} from '../evaluation/scorers.ts';
import { sliceTraffic, slotsOf } from '../evaluation/slices.ts';
import { judgeByAge } from '../evaluation/statistics-age.ts';
import { readTruth } from '../evaluation/truth.ts';

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly seed: number;
}

/**
 * Judges the calibrated model on days nothing was learnt from, beside every simpler rung and both ceilings: as an order of
 * queries, as a chance, and as decisions that cost and save. Queries that were cut short are stood for by others like them.
 *
 * Intervals resample templates, never queries: the thousand runs of a dashboard are one story.
 */
export async function evaluate(
  set: TrainingSet,
  model: CalibratedModel,
  { truthDir, seed }: EvaluateOptions,
): Promise<Evaluation> {
  const { test } = model.fold;
  const truth = await readTruth(truthDir, set, test);
  const rules = [nothing, optimizerCost, bytesScanned, lastCost, costPerGigabyte];
  const scorers = [...rules, fitLogistic(set, model), expectedCost(model), gradientBoosted(model)];
  const window = judgedWindow(set, model, scorers, { truth, seed });
  const { label, weight, group, cluster } = window;
  const rows = { label, weight, group, cluster: evaluation.denseNumbers(cluster) };
  const slices = sliceTraffic({ ...window, cluster: rows.cluster });
  const [{ ladder }] = slices;
  if (ladder === null)
    throw new Refusal('the test days cannot judge a model', [
      `query_history: ${label.reduce((sum, one) => sum + one, 0)} queries of too few templates are expensive; bring more days`,
    ]);
  return {
    baseRate: evaluation.weightedMean(label.length, (at) => label[at], weight),
    queries: test.length,
    expensive: label.reduce((sum, one) => sum + one, 0),
    unknown: countUnknown(set, model),
    slotsPerDay: slotsOf(test.length / new Set(group).size),
    ladder,
    gapClosed: evaluation.gapClosed(ladder),
    curves: drawCurves(window),
    calibration: evaluation.judgeCalibration(
      { ...rows, margin: marginsOf(set, model, test) },
      { shipped: model.calibrator, alternatives: model.alternatives },
      { k: slotsOf },
    ),
    slices,
    statisticsAge: judgeByAge(window),
    qError: qErrors(set, model),
    money: tellMoney({ ...window, cluster: rows.cluster }),
  };
}

/** Of the test days: queries the cache answered, queries that were cut short too early to tell, and texts nobody can read. */
function countUnknown({ day, y, kind, cpuSeconds }: TrainingSet, { fold }: CalibratedModel): Evaluation['unknown'] {
  const days = new Set(evaluation.take(day, fold.test));
  const all = [...day.keys()].filter((row) => days.has(day[row]));
  const count = (of: (row: number) => boolean) => all.filter(of).length;
  return {
    all: all.length,
    cached: count((row) => Number.isNaN(cpuSeconds[row])),
    cut: count((row) => Number.isNaN(y[row]) && !Number.isNaN(cpuSeconds[row])),
    unread: count((row) => kind[row] !== 'understood'),
  };
}
