import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Scorer, TrainingSet } from '../domain.ts';
import { drawCurves } from '../evaluation/curves.ts';
import { judgedWindow } from '../evaluation/judged-window.ts';
import { tellMoney } from '../evaluation/money.ts';
import { qErrors } from '../evaluation/q-error.ts';
import * as rungs from '../evaluation/scorers.ts';
import { chooseModel } from '../evaluation/shipping.ts';
import { sliceTraffic, slotsOf } from '../evaluation/slices.ts';
import { judgeByAge } from '../evaluation/statistics-age.ts';
import { readTruth } from '../evaluation/truth.ts';

export type Evaluation = Awaited<ReturnType<typeof evaluate>>;

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly seed: number;
}

/**
 * Chooses which of what was learned ships, and judges it on days nothing was learnt from, beside every simpler rung and both
 * ceilings: as an order of queries, as a chance, and as decisions that cost and save. Queries that were cut short are stood for
 * by others like them.
 *
 * Intervals resample templates, never queries: the thousand runs of a dashboard are one story.
 */
export async function evaluate(
  set: TrainingSet,
  fits: readonly CalibratedModel[],
  { truthDir, seed }: EvaluateOptions,
) {
  const shipping = chooseModel(set, fits, seed);
  const model = evaluation.shippedOf(fits, shipping);
  const { test } = model.fold;
  const truth = await readTruth(truthDir, set, test);
  const window = judgedWindow(set, model, scorersOf(fits, model), { truth, seed });
  const { label, weight, group, cluster } = window;
  const slices = sliceTraffic(window);
  const ladder = slices[0].ladder!;
  return {
    /** Which of what was learned ships, and why. */
    shipping,
    baseRate: evaluation.weightedMean(label.length, (at) => label[at], weight),
    queries: test.length,
    expensive: label.reduce((sum, one) => sum + one, 0),
    unknown: countUnknown(set, model),
    slotsPerDay: slotsOf(test.length / new Set(group).size),
    ladder,
    gapClosed: evaluation.gapClosed(ladder),
    curves: drawCurves(window),
    calibration: evaluation.judgeCalibration(
      { label, weight, group, cluster, margin: rungs.marginsOf(set, model, test) },
      { shipped: model.calibrator, alternatives: model.alternatives },
      { k: slotsOf },
    ),
    slices,
    newTemplates: slices.find(({ name }) => name === 'new template')!,
    coldTemplates: slices.find(({ name }) => name === 'cold template')!,
    statisticsAge: judgeByAge(window),
    qError: qErrors(set, [model, ...fits.filter((fit) => fit !== model)]),
    money: tellMoney(window),
  };
}

/** Everybody, in the order of the ladder. */
function scorersOf(fits: readonly CalibratedModel[], model: CalibratedModel): readonly Scorer[] {
  const roles = evaluation.learnedRoles(fits, { ships: model });
  const rules = [evaluation.noRule, rungs.optimizerCost, rungs.bytesScanned, rungs.lastCost, rungs.costPerGigabyte];
  return [...rules, rungs.expectedCost(model), ...fits.map((fit, at) => rungs.learned(fit, roles[at]))];
}

/** Of the test days: queries the cache answered, queries that were cut short too early to tell, and texts nobody can read. */
function countUnknown({ day, y, kind, cpuSeconds }: TrainingSet, { fold }: CalibratedModel) {
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
