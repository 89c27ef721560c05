import { type CalendarSettings, calendarPlanner, type GateBounds } from '@applied-modeling/evaluation';
import { decidedAt, labelContract } from './label.ts';

/** One small const a stage; every value with its reason. */

/** 4 … 61 train | gap 3 | 64 … 75 calibrate | gap 3 | 78 … 87 test | gap 3 | 90 now */
export const calendarSettings: CalendarSettings = {
  unit: 'week',
  firstTrainStep: 4 /* the first with 28 days behind it */,
  trainStride: 1,
  minimumTrainDecisions: 8,
  calibrationSteps: 12 /* first half: when to stop; second half: the calibrator */,
  testSteps: 10,
  rolling: {
    folds: 0,
    minimumFolds: 0,
    decisions: 1,
    endsBefore: 'calibration',
  } /* earlier fits of the recipe: none */,
};

const planner = calendarPlanner(calendarSettings, labelContract, (epoch, weeks) => ({
  epoch,
  historySteps: weeks,
  firstDecidedAt: decidedAt({ epoch }, 0),
  now: decidedAt({ epoch }, weeks),
}));
export const { planCalendar, minimumHistory: minimumHistoryWeeks } = planner;

export const trainSettings = {
  params: {
    objective: 'binary:logistic',
    eta: 0.1,
    max_depth: 3 /* the planted rule has two conditions, and one to spare */,
    min_child_weight: 5 /* hessian: about a hundred rows */,
    lambda: 5,
    max_bin: 64,
  },
  maximumRounds: 200,
  earlyStoppingRounds: 20,
} as const;

export const evaluateSettings = {
  slots: 10 /* services a week */,
  replicates: 200 /* bootstrap over machines: a machine's weeks are one story */,
  level: 0.95,
} as const;

export const gateSettings: GateBounds = {
  closed: 0.3 /* of the way from the rule to the ceiling */,
};

export const auditSettings = { refusedAuc: 0.9, noticedAuc: 0.8, ceilingStandardErrors: 3 } as const;
