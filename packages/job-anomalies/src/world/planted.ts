/**
 * Everything the world knows and a pager has to find out: how long a run should take, what may slow it that is nobody's fault,
 * and what is worth waking somebody for. Each constant carries its reason; a test recovers those that leave a trace.
 */

/** Who the jobs are. */
export const population = {
  jobsPerTeam: 50,
  jobsPerPool: 80 /* so many jobs slow down together when the machines under them are ill */,
  tierShares: [0.02, 0.08, 0.3, 0.6],
  calm: [0.5, 0.7, 1, 1] /* the spread of a tier: who waits for a result in minutes pays for machines of his own */,
  financeShare: 0.15 /* of the teams: they close the books at month-end */,
  bornLater: 0.15 /* of the jobs: first run on a day within the history, so that some have hardly any past */,
  minutes: { median: 10, sigma: 1.1, bounds: [1, 240] },
  /** Robust spread of log minutes of a job: its median is .12, a tenth is above .35. Shared clusters are noisy. */
  spread: {
    median: 0.12,
    sigma: 0.7,
    bounds: [0.03, 0.6],
    averaging: 0.5 /* long runs add up many tasks: ~ minutes ^ −½ */,
  },
  workers: [2, 4, 8, 16],
  serialShare: [0.05, 0.4] /* of the work: Amdahl's floor */,
  bytesExponent: [0.6, 1] /* minutes ~ bytes ^ β */,
  spotShare: 0.5,
} as const;

/** How often jobs run, and the share of jobs that do. On average 1.8 runs a day. */
export const SCHEDULES = [
  { name: 'every 4 hours', everyHours: 4, share: 0.13 },
  { name: 'every 12 hours', everyHours: 12, share: 0.22 },
  { name: 'daily', everyHours: 24, share: 0.57 },
  { name: 'weekly', everyHours: 168, share: 0.08 },
] as const;

/** Local time is what schedules are written in: twice a year a job runs an hour earlier or later by UTC. */
export const ZONES = ['Etc/UTC', 'Europe/Berlin', 'America/New_York'] as const;

/** What slows a run and is nobody's fault. All of it can be read off the logs before the run starts. */
export const nuisance = {
  bytes: { medianGb: 40, sigma: 1.5, daily: 0.2, weekend: 0.75 },
  growth: {
    share: 0.06,
    monthly: [0.2, 0.5],
  } /* of the jobs: their input grows by so much a month, the others' by 2 % */,
  calmGrowthMonthly: 0.02,
  backfill: { share: 0.004, factor: [4, 12] } /* of the runs: planned, and announced by the size of the commit */,
  downsizing: { share: 0.08, workers: 0.5 } /* of the jobs, on some day: half the workers, on purpose */,
  monthEnd: { minutes: 1.8, lastDays: 2 } /* finance teams: the last two days and the first of a month */,
  setupSeconds: { median: 140, sigma: 0.6 } /* queue and cluster start: somebody else's alert */,
  failure: { share: 0.01, repairMinutes: [10, 60] } /* ends early, and is run again by hand */,
} as const;

/** Noise of log minutes: AR(1) with Student's t of four degrees, scaled to the spread of the job. */
export const noise = { carried: 0.3 } as const;

/** What is worth knowing of, if it costs enough. */
export const cause = {
  skew: { share: 0.0025, factor: [1.6, 4] } /* of the runs: one partition holds most of the rows */,
  spotLoss: { share: 0.004, factor: [1.3, 2.2] } /* of the runs on spot machines: lost and started over */,
  badNode: { perPoolDay: 1 / 30, hours: [2, 8], factor: [1.5, 3] },
  deploysPerDay: 1 / 25,
  regression: {
    share: 0.06 /* of the deploys */,
    factor: [1.4, 4],
    meanDays: 9 /* until somebody notices without a page */,
    fixedWithin: [0.3, 1.7] /* times the usual hours, after a page */,
  },
  creep: { share: 0.04, weekly: 0.015 } /* of the jobs, from some day on */,
} as const;

/** Who looks at runs, and when the verdict is in the table. */
export const review = {
  byLot: 0.03 /* of the runs nobody was paged for: what makes the others known */,
  waved: 0.05 /* of the runs worth a page: called usual */,
  blamed: 0.002 /* of the others: called worth a page */,
  hours: [2, 48],
} as const;

/** The late-data policy, one line a table: hours from an event until its row can be known. */
export const lagHours = {
  job_run_timeline: { median: 0.33, p99: 1.17 } /* the system table; the event stream takes seconds */,
  table_commits: { median: 0.003, p99: 0.02 },
  deploys: { median: 0.01, p99: 0.1 },
} as const;
