import { type CalendarSettings, calendarPlanner, type GateBounds } from '@applied-modeling/evaluation';
import { labelContract } from './label.ts';

/** One small const a stage; every value with its reason. Change one and run again: the report says what it did. */

/**
 * The days whose runs are decided about, and what each is used for; twenty-two weeks are laid out as
 *
 *   21 … 67 train | gap 16 | 83 … 102 calibrate | gap 16 | 118 … 138 test | gap 16 | 154 now
 *
 * The gap is the label's 16 days: what a run should have taken is judged from the two weeks after it.
 */
export const calendarSettings: CalendarSettings = {
  unit: 'day',
  firstTrainStep: 21 /* the first with three weeks of past */,
  trainStride: 1,
  minimumTrainDecisions: 21,
  calibrationSteps: 20 /* first half: when to stop; both: isotonic, on some 400 page-worthy runs */,
  testSteps: 21,
  rolling: { folds: 0, minimumFolds: 0, decisions: 1, endsBefore: 'calibration' } /* no older folds are trained */,
};

const planner = calendarPlanner(calendarSettings, labelContract);
export const { planCalendar, minimumHistory: minimumHistoryDays } = planner;

export const candidateSettings = {
  multiples: [0, 1, 1.25, 1.5, 2, 3] /* of the expected minutes; 0, the start, teaches the counterfactual */,
  thinBelow: 1.5 /* half of all runs pass 1 and next to none of them is slow */,
  keepOneIn: 5,
  lateAt: 1.5 /* a run that lasts so long counts as a late one of its pool */,
} as const;

export const trainSettings = {
  /** What a run should take: quantiles of its log minutes, against the usual of its job. */
  counterfactual: {
    quantiles: [0.5, 0.9, 0.99],
    params: { eta: 0.1, max_depth: 5, min_child_weight: 20, subsample: 0.8, max_bin: 128 },
    rounds: 80,
  },
  params: {
    objective: 'binary:logistic',
    eta: 0.06 /* small steps: early stopping chooses how many */,
    max_depth: 4,
    min_child_weight: 3 /* hessian: page-worthy runs are rare */,
    lambda: 5,
    subsample: 0.8,
    colsample_bytree: 0.6,
    max_bin: 128,
  },
  maximumRounds: 400,
  earlyStoppingRounds: 30,
} as const;

export const budgetSettings = {
  pagesPerThousandJobsDay: 4 /* what 40 teams of 50 jobs can look into: a page a team every five days */,
  muteHours: 72 /* a job that paged is not paged again: a regression is mended within a day or two */,
  stormHours: 8 /* a team gets one page for all its runs that are slow on the same pool within it */,
} as const;

export const servingSettings = {
  lateMinutes: 1 /* the event stream tells within seconds; what comes later than this is not paged for */,
} as const;

export const evaluateSettings = {
  replicates: 200 /* bootstrap by incident, or by job where there is none */,
  level: 0.95,
} as const;

export const gateSettings: GateBounds = {
  slope: [0.85, 1.15],
  topMiss: 0.05 /* of a hundred pages five more or fewer than promised are right */,
  closed: 0.3 /* of the way from the rule to the ceiling */,
};

export const auditSettings = { refusedAuc: 0.98, noticedAuc: 0.9, ceilingStandardErrors: 3 } as const;
