import { Refusal } from '@applied-modeling/command';
import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Scorer, TrainingSet } from '../domain.ts';
import { tellMoney } from '../evaluation/money.ts';
import { valuePolicies } from '../evaluation/off-policy.ts';
import { planOnlineTest, ruledSlates } from '../evaluation/online-test.ts';
import { type JudgedPages, openPages, requestsOfTest } from '../evaluation/pages.ts';
import { positionBias } from '../evaluation/position-bias.ts';
import * as scorers from '../evaluation/scorers.ts';
import { slicePages } from '../evaluation/slices.ts';
import { readTruth } from '../evaluation/truth.ts';
import { evaluateSettings } from '../settings.ts';
import { marginsShown } from '../training-set/margins.ts';

export type Evaluation = Awaited<ReturnType<typeof evaluate>>;

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly seed: number;
}

/**
 * Chooses which of the learned models ships, and judges it on days nothing was learnt from: as an order of the whole permitted catalogue,
 * as a chance, and as slates that are shown or not. What a notebook is worth says the truth where the world was simulated, else what
 * people opened. Intervals resample users.
 *
 * There is a ceiling for who knows everything, the oracle, and none for who knows what can be observed: tastes and tasks are continuous.
 */
export async function evaluate(
  set: TrainingSet,
  fits: readonly CalibratedModel[],
  { truthDir, seed }: EvaluateOptions,
) {
  const request = requestsOfTest(set, fits[0]);
  const truth = await readTruth(truthDir, set, request);
  const pages = openPages(set, request, truth);
  const learned = fits.map((fit) => rank(pages, scorers.learned(fit, fit.name === 'gbm' ? 'model' : 'simple')));
  const shipping = evaluation.shippedSlates(climb(pages, learned, seed));
  const model = evaluation.shippedOf(fits, shipping);
  // What ships has to beat the simpler fits, and the others are unproven.
  const roles = evaluation.learnedRoles(fits, shipping);
  const rungs = [
    ...simplerRungs(pages),
    ...learned.map((rung, at) => ({ ...rung, role: roles[at] })),
    ...oracleOf(pages),
  ];
  const [rule, ours] = (['incumbent', 'model'] as const).map((role) => evaluation.rungOf(rungs, role));
  const ladder = climb(pages, rungs, seed);
  const money = truth && tellMoney(pages, model, rungs, seed);
  const notOracle = rungs.filter(({ role }) => role !== 'oracle');
  return {
    /** Which of the learned models is the model of the ladder, and why. */
    shipping,
    ...{ ladder, gapClosed: evaluation.gapToOracle(ladder) },
    /** By what notebooks were judged: by the truth where the world was simulated, else by what people opened. */
    judgedBy: truth ? ('truth' as const) : ('opens' as const),
    /** Of the test days. */
    pages: request.length,
    newTaskShare: truth && truth.isNewTask.reduce((sum, one) => sum + one, 0) / request.length,
    retrieval: evaluation.retrievalRecall(pages),
    /** Candidates that could not have been opened. */
    violations: set.violations,
    sampled: evaluation.sampleNegatives(pages, notOracle, evaluateSettings.negatives),
    examination: positionBias(set, seed, truth !== null),
    ...calibrationOf(set, model),
    slices: slicePages(pages, rungs, seed),
    /** Of the rule and of the model; null where nobody logged propensities. */
    offPolicy: valuePolicies(pages, model, { rungs: [rule, ours], rule, seed }),
    /** Null where nobody knows the truth. */
    money,
    onlineTest: money && planOnlineTest(ruledSlates(set, model), money.gain),
  };
}

function climb(pages: JudgedPages, rungs: readonly evaluation.RankedRung[], seed: number) {
  const { replicates, level } = evaluateSettings;
  if (pages.request.length > 0) return evaluation.climbSlates(pages, rungs, { replicates, level, seed });
  throw new Refusal('the test days cannot judge a model', ['impressions: nobody opened a blank page on them']);
}

function rank(pages: JudgedPages, { name, role, score }: Scorer): evaluation.RankedRung {
  const ranking = evaluation.rankCandidates(pages, score(pages.set, pages.rows));
  return { name, role, ranking, pages: evaluation.judgeRanking(pages, ranking) };
}

/** The rules, and one model that knows no page. */
function simplerRungs(pages: JudgedPages): readonly evaluation.RankedRung[] {
  const { set, request } = pages;
  const { tenantPopularity, teamPopularity, usedLast, tablesInCommon, usedTogether, blend } = scorers;
  const together = scorers.fitTogether(set, set.requests.decidedAt[request[0]]);
  const rules = [tenantPopularity, teamPopularity, usedLast, tablesInCommon, usedTogether, blend];
  return [...rules, together].map((scorer) => rank(pages, scorer));
}

function oracleOf(pages: JudgedPages): readonly evaluation.RankedRung[] {
  if (pages.examined === null) return [];
  return [rank(pages, { name: 'knows what each is worth', role: 'oracle', score: () => pages.worth.ofCandidate })];
}

/** As a chance, on what was shown, where it was shown: only there is it known what became of it. */
function calibrationOf(set: TrainingSet, model: CalibratedModel) {
  const { test } = model.fold;
  const label = evaluation.take(set.y, test);
  const group = evaluation.take(set.request, test);
  const cluster = evaluation.denseNumbers(evaluation.take(set.cluster, test));
  const margin = marginsShown(set, model, test);
  return {
    /** Of the suggestions that were shown: how many succeeded. */
    baseRate: evaluation.weightedMean(label.length, (row) => label[row]),
    calibration: evaluation.judgeCalibration(
      { label, group, cluster, margin },
      { shipped: model.calibrator, alternatives: model.alternatives },
      { k: 1 },
    ),
  };
}
