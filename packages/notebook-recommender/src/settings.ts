import { type CalendarSettings, calendarPlanner, type GateBounds } from '@applied-modeling/evaluation';
import { labelContract } from './label.ts';

/** One small const a stage; every value with its reason. Change one and run again: the report says what it did. */

/**
 * The days whose slates are decided about, and what each is used for; 26 weeks are laid out as
 *
 *   28 … 150 train | gap 2 | 152 … 165 calibrate | gap 2 | 167 … 180 test | gap 2 | 182 now
 *
 * The windows are whole weeks, because Mondays begin new tasks; the gap is the label's two days.
 */
export const calendarSettings: CalendarSettings = {
  unit: 'day',
  firstTrainStep: 28 /* the first with four weeks of past */,
  trainStride: 1,
  minimumTrainDecisions: 28,
  calibrationSteps: 14 /* first half: when to stop; both: isotonic */,
  testSteps: 14 /* two weeks: some five thousand pages, every candidate of each */,
  rolling: { folds: 0, minimumFolds: 0, decisions: 1, endsBefore: 'calibration' },
};

const planner = calendarPlanner(calendarSettings, labelContract);
export const { planCalendar, minimumHistory: minimumHistoryDays } = planner;

/** What is considered at all: at most `most` notebooks a blank page, from each source so many. */
export const retrievalSettings = {
  most: 40,
  own: 12 /* used last */,
  tables: 14 /* reading what you read in the last day */,
  team: 10 /* opened most by the team in a week */,
  together: 10 /* opened on the same day as what you used last, by colleagues of the tenant */,
  starters: 6 /* opened most in the tenant */,
} as const;

export const trainSettings = {
  params: {
    objective: 'binary:logistic',
    eta: 0.08,
    max_depth: 4,
    min_child_weight: 10 /* hessian: about two hundred rows */,
    lambda: 5,
    subsample: 0.8,
    max_bin: 64,
  },
  maximumRounds: 400,
  earlyStoppingRounds: 30,
} as const;

export const evaluateSettings = {
  slate: 5 /* notebooks shown */,
  replicates: 200 /* bootstrap by user: their slates are one story */,
  level: 0.95,
  negatives: [20, 100] /* notebooks drawn by lot, as sampled metrics do: shown to teach what that does */,
  easePenalty: 20 /* of EASEᴿ: half the notebooks are used by fewer than three people */,
  newUserDays: 28,
  newNotebookDays: 14,
  smallTenantUsers: 5,
  offPolicy: {
    shuffled: 20 /* of the top of the rule, by the lottery: below that the log is silent */,
    clipAt: 20 /* a twentieth of the largest weight: the careless choice */,
    fewestEffective: 100 /* at every position; a rate is then known to a tenth or so */,
    mostUnsupported: 0.1,
  },
} as const;

export const onlineTestSettings = {
  mostWeeks: 18 /* as many the log has; who waits longer has another model by then */,
  harm: 3 /* standard errors of a loss that end the test early: looking every day hardly ever raises it by luck (Haybittle & Peto) */,
} as const;

export const gateSettings: GateBounds & { readonly lostOnRepeats: number } = {
  closed: 0.1 /* of the way from the rule to who knows everything; most of it nobody can know */,
  lostOnRepeats: 0.01 /* of NDCG@5 */,
};

export const auditSettings = { refusedAuc: 0.98, noticedAuc: 0.9, ceilingStandardErrors: 3 } as const;
