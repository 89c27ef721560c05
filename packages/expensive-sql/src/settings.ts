import { type CalendarSettings, calendarPlanner, type GateBounds } from '@applied-modeling/evaluation';
import { labelContract } from './label.ts';

/** One small const a stage; every value with its reason. Change one and run again: the report says what it did. */

/**
 * The days whose queries are decided about, and what each is used for; nine weeks are laid out as
 *
 *   7 … 36 train | gap 2 | 38 … 47 calibrate | gap 2 | 49 … 61 test | gap 2 | 63 now
 *
 * The gap is the label's two days: its own, and one for the history to be complete.
 */
export const calendarSettings: CalendarSettings = {
  unit: 'day',
  firstTrainStep: 7 /* the first with a week of past */,
  trainStride: 1,
  minimumTrainDecisions: 14,
  calibrationSteps: 10 /* first half: when to stop; both: isotonic, on some 300 expensive queries */,
  testSteps: 13,
  rolling: { folds: 0, minimumFolds: 0, decisions: 1, endsBefore: 'calibration' },
};

const planner = calendarPlanner(calendarSettings, labelContract);
export const { planCalendar, minimumHistory: minimumHistoryDays } = planner;

export const trainSettings = {
  l2: 1 /* of both regressions: next to nothing beside so many rows, but columns that say the same need it */,
  leastScale: 0.1 /* of a column: what one row in a hundred has and the others have not; of rarer things little is believed */,
  params: {
    objective: 'binary:logistic',
    eta: 0.08 /* small steps: early stopping chooses how many */,
    max_depth: 3 /* deeper trees learn templates by heart: on new ones they are worse */,
    min_child_weight: 10 /* hessian: one query in a hundred is expensive */,
    lambda: 5,
    subsample: 0.8,
    max_bin: 256 /* what is expensive lies among the last hundredths of every feature */,
  },
  maximumRounds: 400,
  earlyStoppingRounds: 30,
  /** What it will cost, beside whether it is too much: the log of CPU-seconds. */
  cost: {
    params: {
      objective: 'reg:squarederror',
      eta: 0.1,
      max_depth: 6,
      min_child_weight: 20,
      subsample: 0.8,
      max_bin: 128,
    },
    rounds: 120,
  },
} as const;

export const evaluateSettings = {
  slotsPerThousandQueries: 9 /* what the heavy pool takes of a thousand queries of a day: about as many as the rule in force sends there */,
  replicates: 200 /* bootstrap by template: its queries are one story */,
  level: 0.95,
} as const;

export const gateSettings: GateBounds = { closed: 0.3 /* of the way from the rule to the ceiling */ };

export const auditSettings = { refusedAuc: 0.9995, noticedAuc: 0.98, ceilingStandardErrors: 3 } as const;
