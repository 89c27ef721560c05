/**
 * Everything the world knows and a recommender has to find out: who may open what, what somebody is about to do, what would help
 * with it, and who looks where. Each constant carries its reason; all of them are assumed, and tests recover those that leave a trace.
 */

/** Tastes, notebooks and tasks are directions in so many hidden dimensions. */
export const DIMENSIONS = 8;

export const population = {
  smallTenants: 0.1 /* of the tenants: they have two to four users, and hardly anything to suggest */,
  zipf: { offset: 2, exponent: 0.85 } /* users of the others ~ (rank + 2) ^ −.85 */,
  usersPerTeam: 8,
  tables: (users: number) => Math.min(60, Math.round(8 * users ** 0.35)),
  focusTables: 8 /* of a team, out of those of its tenant */,
  joinLater: 0.25 /* of the users: cold, on a day within the history */,
  activity: 0.5 /* sigma of the log of how often somebody comes */,
  /** Length of what is added to a direction of length 1, before it is made that long again. */
  spread: { user: 0.6, notebook: 0.6, task: 0.7, foreignTask: 1.5 },
} as const;

export const notebooks = {
  before: 0.8 /* of those whose owner was there: created before the history began */,
  beforeDays: 400,
  deleted: 0.08,
  tables: [0.25, 0.35, 0.25, 0.15] /* one to four */,
  fromFocus: 0.9 /* of its tables; the others are any of the tenant's */,
  popularity: 1.05 /* Zipf: how well known it is in its tenant, which says nothing of how good it is */,
  clickbait: 0.2 /* of the notebooks have a title that promises much */,
} as const;

/** Who may open a notebook beside its owner. Days are means, from its creation on. */
export const access = {
  team: { share: 0.7, days: 2 },
  otherTeams: { mean: 2, days: 30 },
  tenant: { share: 0.05, days: 20 } /* a starter */,
  otherUsers: { mean: 0.4, days: 40 },
  revoked: 0.12 /* of the grants, on a day of the history */,
  grantedAgain: { share: 0.4, days: 10 },
} as const;

/** When people come. A day has two sittings; a week is quiet or busy, so that gaps are short or long. */
export const sessions = {
  perSitting: 0.14,
  busyWeek: { share: 0.5, factor: 1.6, else: 0.4 },
  weekend: 0.06,
  most: 0.85,
  hours: [
    [8.5, 12.5],
    [13, 18],
  ],
  slate: 0.36 /* of the sessions begin with a blank page; in the others people go on with what they have */,
  endsInFailure: 0.25 /* the last run of a session */,
  stays: 0.65 /* of those: with what they used for the task before, if anything */,
  secondNotebook: 0.3 /* in a session without a slate */,
  pull: 0.5 /* there a notebook is taken for its chance to help × popularity ^ ½ */,
} as const;

/**
 * Whether a blank page is for a new task, as log-odds. All of it can be seen: how long ago somebody was here, whether the last run
 * failed, and whether it is morning, or Monday morning.
 */
export const newTask = {
  bias: -3.6,
  perDoubling: 1.3 /* of the hours since the last session, against 24 */,
  doublings: [-3, 3],
  lastFailed: -5 /* it wants mending */,
  morning: 4 /* against the afternoon: people begin things early */,
  mondayMorning: 2 /* more */,
  tables: [2, 3],
  foreign: 0.3 /* of the tasks are about tables of anybody, and nobody has done their like before */,
} as const;

/** What is read in the SQL editor before a blank page, one to eight hours earlier. */
export const browsing = {
  newTask: 0.85 /* of new tasks: their tables */,
  repeated: 0.5 /* of the others: any tables, for which the work at hand has no use */,
  tables: [2, 3],
  fromFocus: 0.7,
  hours: [1, 8],
} as const;

/** Chance of success of a notebook that is looked at, as log-odds: the sum of what applies. */
export const relevance = {
  bias: -4.3,
  foreignTask: -2.5,
  affinity: 0.8 /* times the cosine between task and notebook: hidden */,
  perTable: 1.7 /* that the task needs and the notebook reads */,
  sameTeam: 0.8,
  recency: { weight: 4, halfLifeHours: 120 } /* since its last use for this task; nothing where the task is new */,
  staleness: { perWeek: 0.12, most: 8 } /* less, for every week since anybody ran it */,
} as const;

export const reaction = {
  examined: [1, 0.55, 0.33, 0.19, 0.1] /* by position: the first is seen ten times as often as the fifth */,
  trust: 1.1 /* times the relevance at the first position: opened because it stands there, which does not make it succeed */,
  opensInVain: { clickbait: 0.45, else: 0.08 } /* of what is looked at and does not help */,
  clones: { own: 0.1, others: 0.5 } /* of what helps */,
  inVain: { nothing: 0.5, fails: 0.25, late: 0.1 } /* else the copy runs and is thrown away within the day */,
  organic: 0.85 /* of those whom the slate did not help look for it themselves, if there is anything */,
  opensWithinMinutes: [0.1, 1.5],
  runsWithinMinutes: [1, 15],
  findsWithinMinutes: [2, 12],
} as const;

export const lottery = { share: 0.05, most: 20 /* of the top, shuffled */ } as const;

/** The late-data policy, one line a table: hours until a row can be known. Of `users` and `acl_events` it is known at once. */
export const lagHours = {
  actions: { median: 5 / 60, p99: 40 / 60 },
  impressions: { median: 2 / 60, p99: 10 / 60 },
  lineage: { median: 0.5, p99: 4 },
} as const;

/** The truth lists what is worth so much, and of each slate at most so many. */
export const listed = { relevance: 0.02, most: 30 } as const;

/** Notebooks on a slate. */
export const SLATE = 5;
