import * as evaluation from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { CalibratedModel, Scorer, TrainingSet } from '../domain.ts';
import { budgetOf, createPager } from '../evaluation/paging.ts';
import * as scorer from '../evaluation/scorers.ts';
import { worthyRuns } from '../evaluation/served-window.ts';
import { tellPaging } from '../evaluation/tell-paging.ts';
import { readTruth, type TruthRows } from '../evaluation/truth.ts';
import { evaluateSettings } from '../settings.ts';
import { againstExpected, bandOf, medianAndBound, NOISE_BANDS } from '../training-set/counterfactual.ts';

export type Evaluation = Awaited<ReturnType<typeof evaluate>>;

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly seed: number;
}

/**
 * Judges the calibrated model on days nothing was learnt from, beside every simpler rung and both ceilings: as an order of
 * checkpoints, as a chance, and as a pager with a budget.
 *
 * Intervals resample incidents, never rows: the eighty runs of a bad pool are one story, and so are the checkpoints of a run.
 */
export async function evaluate(set: TrainingSet, model: CalibratedModel, { truthDir, seed }: EvaluateOptions) {
  const { test } = model.fold;
  const truth = await readTruth(truthDir, set, test);
  const label = evaluation.take(set.y, test);
  const margin = scorer.marginsOf(set, model, test);
  const gbm: Scorer = { name: 'gbm', role: 'model', score: () => margin };
  const rules = [evaluation.noRule, scorer.timesUsual, scorer.robustZ, scorer.sameHour];
  const learnt = [scorer.regressionZ, scorer.beyondLimit(model), scorer.fitLogistic(set, model), gbm];
  const scored = [
    ...[...rules, ...learnt].map(({ name, role, score }) => ({ name, role, score: score(set, test) })),
    ...(truth ? ceilingsOf(truth) : []),
  ];
  const cluster = incidentsOf(set, test, truth);
  const rows = { label, group: evaluation.take(set.day, test), cluster };
  const budget = budgetOf(set, test);
  const pager = createPager(set, test);
  const pagers = scored
    .filter(({ role }) => role !== 'floor')
    .map((one) => ({ ...one, serve: pager(one.score) }))
    .map((one) => ({ ...one, pages: one.serve(budget.pages) }));
  const window = { set, rows: test, cluster, budget, truth, pager, pagers };
  const contenders = scored.map(({ name, role, score }) => ({ name, role, ranking: evaluation.rankScores(score) }));
  const ladder = evaluation.climbLadder(rows, contenders, { k: budget.perDay, seed, ...evaluateSettings });
  const calibrators = { shipped: model.calibrator, alternatives: model.alternatives };
  return {
    baseRate: evaluation.weightedMean(label.length, (at) => label[at]),
    runs: new Set(evaluation.take(set.runId, test)).size,
    pageWorthyRuns: worthyRuns(window).length,
    ladder,
    gapClosed: evaluation.gapClosed(ladder),
    calibration: evaluation.judgeCalibration({ ...rows, margin }, calibrators, { k: budget.perDay }),
    paging: tellPaging(window, model, seed),
    /** How well hindsight agrees with the truth; null without one. */
    hindsight: truth && agreement(label, truth.isPageWorthy),
    coverage: coverageOf(set, model, test),
  };
}

function ceilingsOf({ observable, clairvoyant }: TruthRows) {
  return [
    { name: 'observable ceiling', role: 'ceiling', score: observable } as const,
    { name: 'knows the cause', role: 'oracle', score: clairvoyant } as const,
  ];
}

/** Incidents by number; a job is its own where nothing larger slows it. */
function incidentsOf(set: TrainingSet, rows: Uint32Array, truth: TruthRows | null): Int32Array {
  return evaluation.denseNumbers(
    Array.from(rows, (row, at) => (truth && truth.incident[at] < 0 ? `pool ${truth.incident[at]}` : set.jobId[row])),
  );
}

function agreement(label: Float32Array, truth: Uint8Array) {
  const both = label.reduce((sum, value, at) => sum + Number(value === 1 && truth[at] === 1), 0);
  const said = label.reduce((sum, value) => sum + value, 0);
  return { precision: both / said, recall: both / truth.reduce((sum, value) => sum + value, 0) };
}

/** Of the runs as they start, by noise of the job: the share that took no longer than their bound. */
function coverageOf(set: TrainingSet, model: CalibratedModel, rows: Uint32Array) {
  const starts = rows.filter((row) => set.multiple[row] === 0);
  const { bound } = medianAndBound(set, model, starts);
  const against = againstExpected(set);
  const spread = featureColumn(set, 'spread_30');
  return NOISE_BANDS.map(({ band }) => {
    const here = [...starts.keys()].filter((at) => bandOf(spread[starts[at]]) === band);
    const covered = here.filter((at) => against[starts[at]] <= bound[at]).length;
    return { band, covered: covered / here.length, runs: here.length };
  });
}
