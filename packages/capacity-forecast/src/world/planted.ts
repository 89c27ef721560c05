/**
 * Everything the world knows and a planner has to find out: how demand moves, what is announced and what is not, and what
 * happens to the part that finds no node. Each constant carries its reason; a test
 * recovers the ones that leave a trace.
 */

/** Events are drawn for two years beyond the history, so that a replay can go on where the history ends. */
export const HORIZON_WEEKS = 260;

/** Nodes of a series on an ordinary hour of week 0: lognormal, cut at both ends. */
export const size = {
  medianNodes: 110,
  sigma: 0.8 /* a factor of five between small and large regions */,
  minimumNodes: 45 /* on a quiet Sunday a tenth of it is left: below that an hour is counting noise */,
  maximumNodes: 350,
} as const;

/** Log growth a year: platforms grow, single regions need not. */
export const trend = { mean: 0.05, sigma: 0.1 } as const;

/**
 * The hidden level: a daily walk of the log demand around the trend, of which a fifth of the variance is common to all families
 * of a region. It returns slowly (half-life five weeks), so that no series leaves the range of 10 to 2,000 nodes for good. With
 * larger steps the rule of the history, four weeks behind, would be short in more than an eighth of all hours.
 */
export const level = { dailySigma: 0.02, regionShare: 0.2, persistence: 0.98 } as const;

/** Log amplitude of the day, hour of its peak (local time), log dip of the weekend and of a holiday, by kind of family. */
export const shape = {
  interactive: { day: 0.42, peakHour: 13, weekend: -0.4, holiday: -0.45, jobs: 2 },
  batch: { day: 0.3, peakHour: 2, weekend: -0.08, holiday: 0, jobs: 7 },
  steady: { day: 0.1, peakHour: 15, weekend: -0.12, holiday: -0.1, jobs: 1 },
} as const;

/** Hourly noise: negative binomial, variance = mean + mean² / k. */
export const noise = { k: 30 } as const;

/**
 * The misspecified variant: k falls from 40 to 15 through the history and stays there, and one hour in twelve is drawn with an
 * eighth of it. An estimator that assumes a constant k is wrong in both the centre and the tail.
 */
export const heavyNoise = { firstK: 40, lastK: 15, driftWeeks: 156, tailShare: 1 / 12, tailK: 1 / 8 } as const;

/** Product launches. A series is touched by one every 20 weeks, half of the time by one of its whole region. */
export const launch = {
  seriesWeekly: 1 / 40,
  regionWeekly: 1 / 40,
  uplift: [0.15, 0.5] /* much enough that knowing all of them ahead would save a third of the oracle's regret */,
  weeks: [4, 8],
  announcedShare: 0.5,
  noticeWeeks: [2, 6] /* before it takes effect, so that every announcement is in time for the decision */,
} as const;

/** Big tenants: steps in nodes, relative to the size of the series. */
export const tenant = {
  weekly: 1 / 40,
  sizeShare: [0.1, 0.4],
  signedShare: 0.6 /* the others are noticed the day after */,
  noticeWeeks: [3, 8],
  leavesShare: 0.7 /* of them leave again, with notice: else a region would only ever grow */,
  stayWeeks: [10, 40],
  leaveNoticeWeeks: [3, 8],
} as const;

/** Scheduled jobs: weekly blocks of nodes. `shape.…jobs` of them run at any time, each for a mean of `meanWeeks`. */
export const job = {
  sizeShare: [0.1, 0.35],
  hours: [3, 12],
  meanWeeks: 60,
  knownOnDay: 1 /* Tuesday before the week a change takes effect */,
  knownAtHour: 18,
  realisedShare: [0.8, 1] /* uniform a series-hour: nine in ten on average */,
} as const;

/** What becomes of demand that finds no node. The rest, 30 %, is lost and logged nowhere. */
export const unmet = {
  retryShare: 0.5 /* asks three times more within the hour, in vain */,
  retries: 3,
  spillShare: 0.2 /* asks the neighbour in the next hour, and is demand there */,
} as const;

/**
 * Minutes of a stock-out hour: they saturate where a quarter of the demand is unmet, and are blurred, so that the depth of a
 * stock-out cannot be read off its length.
 */
export const stockout = { steepness: 4, spread: [0.6, 1.4] } as const;

/** Billing is wrong at first in this share of hours, by a factor in this range; the correction restores the truth. */
export const corrections = { share: 0.015, factor: [0.5, 1.4], days: [1, 5] } as const;

/**
 * The late-data policy, one line a table: hours from the end of an hour until its rows can be known. Bills come late; a failed
 * launch is in the log of the control plane within the hour.
 */
export const lagHours = {
  usage_hourly: { median: 6, p99: 14 },
  stockouts: { median: 0.33, p99: 1.17 },
  launch_failures: { median: 0.33, p99: 1.17 },
} as const;
