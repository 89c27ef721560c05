import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, FoldRows, TrainingSet } from '../domain.ts';
import { readTruth } from '../evaluation/ceilings.ts';
import { fitLogisticRung } from '../evaluation/scorers.ts';
import { isInCrisis } from '../incumbent.ts';
import { prices } from '../prices.ts';
import { queueSettings } from '../settings.ts';
import { split } from '../stages/3-split.ts';
import { calibrate } from '../stages/5-calibrate.ts';
import { assignAccountIds, drawPopulation } from '../world/population.ts';
import { HISTORY_WEEKS, SIZES } from '../world/simulate.ts';
import type { LiveWeeks } from './live-weeks.ts';
import type { WorldRead } from './read-world.ts';

/** How outcomes that contacts have changed are learnt from. */
export const WAYS = ['naive', 'holdout', 'weighted', 'doublyRobust'] as const;
export type Way = (typeof WAYS)[number];

/**
 * Contacts change the outcomes a model learns from. Accounts with many tickets are contacted most and mostly saved, so by their
 * outcomes a crisis looks like safety. One recipe, logistic regression, fitted four ways to the same log:
 *
 * - naive: every outcome as observed
 * - holdout: accounts of the persistent randomised holdout alone
 * - weighted: the uncontacted, each by one over its chance to be (what stage 4 does)
 * - doubly robust: the same, with a model of the outcome for the contacted
 *
 * The holdout differs from the others in contacts alone: where a forecast is right for everybody and wrong there, contacts made it so.
 * Live, each calls those for whom a contact is worth most; and, as another question, the likeliest to collapse (`riskQueue`).
 */
export async function interventionContamination({ ingested, set }: WorldRead, live: LiveWeeks, seed: number) {
  const held = isHeld(set, seed);
  const isKnown = (row: number) => Number(!Number.isNaN(set.y[row]));
  const logs = {
    naive: { ...set, weight: set.y.map((_, row) => isKnown(row)) },
    holdout: { ...set, weight: set.y.map((_, row) => isKnown(row) * held[row]) },
    weighted: set,
  };
  const foldOf = (log: TrainingSet) => split(log, ingested.calendar).final;
  const fit = (log: TrainingSet) => {
    const fold = foldOf(log);
    return calibrate(log, { fold, scorer: fitLogisticRung(log, fold) });
  };
  const { train, test } = foldOf(logs.naive);
  const outcomes = robustOutcomes(set, foldOf(set));
  const models: Readonly<Record<Way, CalibratedModel>> = {
    ...{ naive: fit(logs.naive), holdout: fit(logs.holdout), weighted: fit(set) },
    doublyRobust: calibrate(set, { fold: foldOf(set), scorer: fitLogisticRung(set, { train }, outcomes) }),
  };
  const crises = test.filter((row) => held[row] === 1 && isInCrisis(set.ruleInputs.tickets_28d[row]));
  const judge = (way: Way) => {
    const margin = models[way].scorer.margin(live.set, live.rows);
    const worth = live.worth(evaluation.applyCalibrator(models[way].calibrator, margin));
    return {
      /** Of the holdout in a crisis, in the test window: collapses foretold, to be held against those that came. */
      foretold: sum(forecast(models[way], set, crises)),
      averagePrecision: evaluation.averagePrecision(evaluation.take(set.y, test), forecast(models[way], set, test)),
      precisionAtK: untreatedPrecision(live, margin),
      byRisk: live.outcomeOf(live.serve(margin)),
      byWorth: live.outcomeOf(live.serve(worth, prices.contactUsd)),
    };
  };
  const ways = Object.fromEntries(WAYS.map((way) => [way, judge(way)])) as Record<Way, ReturnType<typeof judge>>;
  const { naive, weighted } = ways;
  return {
    ways,
    crises: { rows: crises.length, collapsed: sum(evaluation.take(set.y, crises)) },
    rates: await ratesByTickets({ ingested, set }, logs, outcomes),
    careless: { offline: { averagePrecision: naive.averagePrecision }, live: naive.byWorth },
    correct: { offline: { averagePrecision: weighted.averagePrecision }, live: weighted.byWorth },
  };
}

/** The same model, which learns from the uncontacted, and two orders of the list. */
export function riskQueue({ ways: { weighted } }: Awaited<ReturnType<typeof interventionContamination>>) {
  return { careless: { live: weighted.byRisk }, correct: { live: weighted.byWorth } };
}

/** Known of every account, listed or not: the lot fell before anybody was contacted. */
function isHeld({ accountId }: TrainingSet, seed: number): Uint8Array {
  const people = drawPopulation(seed, SIZES.small, HISTORY_WEEKS);
  const { ids, entityOf } = assignAccountIds(people, HISTORY_WEEKS);
  const isHoldout = new Map(ids.map((id, at) => [id, people.isHoldout[entityOf[at]]]));
  return Uint8Array.from(accountId, (id) => isHoldout.get(id)!);
}

/** The model of the outcome is cross-fitted: each half of the accounts is told by the other. */
function robustOutcomes(set: TrainingSet, fold: FoldRows): Float64Array {
  const expected = new Float64Array(set.rows);
  for (const half of [0, 1]) {
    const isTold = (row: number) => set.cluster[row] % 2 === half;
    const { margin } = fitLogisticRung(set, { train: fold.train.filter((row) => !isTold(row)) });
    const told = Uint32Array.from(set.cluster.keys()).filter(isTold);
    for (const [at, logOdds] of margin(set, told).entries()) expected[told[at]] = evaluation.sigmoid(logOdds);
  }
  return evaluation.doublyRobustOutcomes({ label: set.y, weight: set.weight, expected });
}

/**
 * The collapse rate of accounts newly listed in a crisis and of those with few tickets, by the truth and by each way. The difference of
 * their log-odds is the coefficient of a logistic regression on that one flag.
 */
async function ratesByTickets(
  { ingested, set }: Pick<WorldRead, 'ingested' | 'set'>,
  { holdout, weighted }: Readonly<Record<'holdout' | 'weighted', TrainingSet>>,
  outcomes: Float64Array,
) {
  const truth = (await readTruth(ingested.truthDir, set, Uint32Array.from(set.week.keys())))!.clairvoyant;
  const crisis = (row: number) => isInCrisis(set.ruleInputs.tickets_28d[row]);
  const known = Uint32Array.from(set.y.keys()).filter((row) => !Number.isNaN(set.y[row] + truth[row]));
  const groups = {
    inCrisis: known.filter((row) => crisis(row) && !Number.isNaN(set.lottery.isContacted[row])),
    calm: known.filter((row) => !crisis(row)),
  };
  const rates = (outcome: ArrayLike<number>, weight?: Float32Array) => {
    const rate = (rows: Uint32Array) =>
      evaluation.weightedMean(rows.length, (at) => outcome[rows[at]], weight && evaluation.take(weight, rows));
    return { inCrisis: rate(groups.inCrisis), calm: rate(groups.calm) };
  };
  return {
    ...{ truth: rates(truth), naive: rates(set.y), holdout: rates(set.y, holdout.weight) },
    ...{ weighted: rates(set.y, weighted.weight), doublyRobust: rates(outcomes) },
  };
}

function forecast({ scorer, calibrator }: CalibratedModel, set: TrainingSet, rows: Uint32Array): Float64Array {
  return evaluation.applyCalibrator(calibrator, scorer.margin(set, rows));
}

/** Among the riskiest of every week, the chance of a collapse without a contact: what their label would show if nobody acted. */
function untreatedPrecision({ set, truth }: LiveWeeks, margin: Float64Array): number {
  const untreated = truth.clairvoyant.map((one) => one || 0);
  const queue = { label: untreated, score: evaluation.rankScores(margin), group: set.week };
  return evaluation.precisionAtK(queue, (eligible) => queueSettings.share * eligible).precision;
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
