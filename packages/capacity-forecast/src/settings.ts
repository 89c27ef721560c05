import { type CalendarSettings, calendarPlanner } from '@applied-modeling/evaluation';
import { MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import { decidedAt, labelContract } from './label.ts';
import { costQuantile } from './prices.ts';

export { costQuantile };

/** One small const a stage; every value with its reason. Change one and run again: the report says what it did. */

/**
 * The weeks that are planned, and what each is used for; three years of history are laid out as
 *
 *   30 … 109 train | 112 … 127 calibrate | 130 … 155 test | now: Monday of week 157
 *
 * Between two windows lie the label's 16 days in whole weeks: on a Thursday the newest week that is known for good is three
 * weeks older than the one being planned.
 */
export const calendarSettings: CalendarSettings = {
  unit: 'week',
  firstTrainStep: 30 /* what demand leaves in the logs is learnt on the weeks before */,
  trainStride: 1,
  minimumTrainDecisions: 5,
  calibrationSteps: 16 /* first half: when to stop; second half: conformal */,
  testSteps: 26 /* half a year of weekly decisions */,
  rolling: { folds: 2, minimumFolds: 2, decisions: 16, endsBefore: 'test' },
};

const planner = calendarPlanner(calendarSettings, labelContract, (epoch, weeks) => ({
  epoch,
  historySteps: weeks,
  firstDecidedAt: decidedAt({ epoch }, 0),
  now: epoch + (weeks + 1) * MS_PER_WEEK + 6 * MS_PER_HOUR /* a week after the history, when its last week is known */,
}));
export const { planCalendar, minimumHistory: minimumHistoryWeeks } = planner;

export const demandSettings = {
  learntWeeks: 26 /* the share of unmet demand that leaves a trace is learnt here, before any decision that is used */,
  iterations: 6 /* of adding what is thought to be unmet and learning again; the sixth moves the third digit */,
  freeRoom: 2.5 /* spreads between an hour's demand and its capacity from which on nothing is cut off */,
} as const;

export const forecastSettings = {
  referenceWeeks: 4 /* the newest complete ones: older ones say less about the level than they smooth */,
  newestLevelLasts: 0.75 /* of its logarithm, in the planned week; from 0.5 to 1 the cost moves by less than a tenth of a per cent */,
  /** Of the week in which the decision falls, the days that are over: Monday to Wednesday. */
  partialDays: 7 * Math.ceil(labelContract.leadDays / 7) - labelContract.leadDays,
} as const;

/** Some levels and the one that prices ask for, ascending and each once. */
export function withPlanned(levels: readonly number[]): readonly number[] {
  const others = levels.filter((level) => Math.abs(level - costQuantile) > 1e-9);
  return [...new Set([...others, costQuantile])].sort((a, b) => a - b);
}

/** Quantiles of a week's hours that are forecast; all but the planned one are what a report shows beside it. */
export const forecastLevels = withPlanned([0.1, 0.5, 0.8, 0.95]);

export const plannedAt = forecastLevels.indexOf(costQuantile);

export const trainSettings = {
  l2: 10 /* of the ridge; from 1 to 100 the cost moves by less than a hundredth of a per cent */,
  params: {
    objective: 'reg:squarederror' /* of the best level in logs; conformal shifts make a quantile of it */,
    eta: 0.05,
    max_depth: 3,
    min_child_weight: 40 /* forty weeks of one series */,
    lambda: 5,
    subsample: 0.8,
    colsample_bytree: 0.6,
    max_bin: 64,
  },
  maximumRounds: 300,
  earlyStoppingRounds: 15,
} as const;

export const conformalSettings = {
  groupBy: 'family' /* series of a family share their shape; single series have too few weeks */,
} as const;

export const breakerSettings = {
  mostTimes: 3 /* the level in force, up or down: in a test no plan goes twice as far, and a unit that changed would */,
} as const;

export const evaluateSettings = {
  reviewedShare: 0.1 /* of the cases of a week: what a manager can look into */,
} as const;

/** Bootstrap over weeks, because the series of a week share their shocks. */
export const resampling = {
  replicates: 400,
  level: 0.95,
  blockLength: 4 /* weeks drawn together: neighbours are planned from the same four reference weeks */,
} as const;

export const gateSettings = {
  minimumRegretClosed: 0.3 /* below it a level is hardly worth a model that somebody has to look after */,
  coveragePoints: 0.02,
} as const;
