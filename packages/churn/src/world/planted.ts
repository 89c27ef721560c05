/**
 * Everything the world knows and a model has to find out: five latent states, four kinds of customer, how states follow one
 * another, and how each observable signal behaves in each state. All of it is finite, so the best possible forecast from
 * observable data can be computed exactly (oracle.ts).
 *
 * Two design constants are planted on purpose. What a signal means depends on the workload (a dashboard customer who stops
 * querying is leaving; a pipeline customer who starts querying is debugging a migration), and danger depends on the distance
 * to the renewal. An additive model sees the average of these; trees can see the interactions.
 */

/** Latent state of an account in a week, in the order of the arrays below. */
export const STATES = ['healthy', 'strained', 'fading', 'leaving', 'collapsed'] as const;
export const [HEALTHY, STRAINED, FADING, LEAVING, COLLAPSED] = [0, 1, 2, 3, 4] as const;

/** How an account answers to a contact; drawn once, never observed. */
export const PERSUASIONS = ['persuadable', 'lost cause', 'sleeping dog', 'sure thing'] as const;
export const persuasion = {
  shares: [0.25, 0.35, 0.1, 0.3],
  /** Multiplies every step towards collapse, contacted or not. */
  danger: [1.25, 1.4, 0.8, 0.35],
  /** Multiplies the same steps while a contact is fresh: 1 does nothing, above 1 makes it worse (Ascarza et al. 2016). */
  contactedRisk: [0.6, 1, 1.3, 1],
} as const;

/** A contact that reaches an account in the middle of a support crisis nearly always repairs it, whoever the customer is. */
export const contactEffect = { weeks: 13, strainedRisk: 0.12, strainedRecovery: 2 } as const;

export const WORKLOADS = ['JOBS', 'SQL', 'ALL_PURPOSE'] as const;
export const SEGMENTS = ['smb', 'mid_market', 'enterprise'] as const;
const REGIONS_OF = {
  aws: ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1', 'ap-northeast-1'],
  azure: ['eastus2', 'westeurope'],
  gcp: ['us-central1'],
};
export const PLACES = Object.entries(REGIONS_OF).flatMap(([cloud, regions]) =>
  regions.map((region) => ({ cloud, region })),
);
export const REGIONS = PLACES.map(({ region }) => region);

export const population = {
  workloadShares: [0.4, 0.32, 0.28],
  segmentShares: [0.5, 0.35, 0.15],
  /** Share of all accounts ever that exist before week 0; the others sign up at a constant rate. */
  presentAtStart: 0.6,
  /** Median DBU a day by segment and the log-scale spread within one. */
  dbuMedian: [12, 60, 420],
  dbuSigma: 1.15,
  /** Share of accounts that run Monday to Friday only, by segment. */
  workdaysOnlyShare: [0.85, 0.7, 0.4],
  /** Weekly hazards: about 3 % of apparent collapses are migrations, a few more are pauses. */
  migration: 0.0001,
  pause: 0.00008,
  pauseWeeks: [8, 16],
} as const;

/** Guided onboarding, in no history: most new accounts are safe for 13 weeks, and look as if they left once their trial jobs stop. */
export const onboarding = { share: 0.8, weeks: 13, quietFrom: 4, looks: LEAVING } as const;

/** Length of a commitment: it renews every 52 weeks counted from the sign-up. */
export const COMMITMENT_WEEKS = 52;

/**
 * The published usage calendar: how much busier a week is than an average one, the same for every account. Quarter ends are
 * busy and the turn of the year is quiet. It is known in advance, so labels and features divide by it.
 */
export function seasonFactor(week: number): number {
  const weekOfYear = ((week % 52) + 52) % 52;
  if (weekOfYear === 51) return 0.8;
  if (weekOfYear === 0) return 0.85;
  const weekOfQuarter = weekOfYear % 13;
  if (weekOfQuarter >= 11) return 1.12;
  if (weekOfQuarter === 0) return 0.95;
  return 1;
}

/** Weekly probability of each step between states, from → to, before any multiplier. What is left of a row stays. */
export const transition = {
  healthy: { strained: 0.0075, fading: 0.0046 },
  strained: { healthy: 0.1, leaving: 0.045 },
  fading: { healthy: 0.035, leaving: 0.09 },
  leaving: { fading: 0.01, collapsed: 0.15 },
} as const;

/** Multipliers of the steps towards collapse by what is known about an account. */
export const danger = {
  segment: [1.35, 1, 0.55],
  /** By weeks of tenure: first half year, up to two years, longer. */
  tenure: { weeks: [26, 104], factor: [1.5, 1, 0.75] },
  /** The last step, leaving to collapsed, waits for the renewal: by whole weeks until the commitment ends. */
  renewal: { weeks: [10, 26], factor: [2.4, 1.0, 0.45] },
} as const;

/** Weekly usage relative to the account's own level, by state. */
export const usage = {
  level: [1, 1, 0.94, 0.84, 0.03],
  /** Log-scale noise shared by a week, and of each day within it. */
  weekSigma: 0.2,
  daySigma: 0.3,
  /** Share of DBU on the account's main SKU; the rest is on the next one. */
  mainShare: 0.88,
} as const;

/** The late-data policy, one line a table: hours from the end of a day until its rows can be known. Tickets come at night. */
export const lagHours = {
  usage_daily: { median: 6, p99: 14 },
  query_daily: { median: 0.33, p99: 1.17 },
  jobs_daily: { median: 1, p99: 3 },
  audit_daily: { median: 1, p99: 3 },
} as const;

/** Billing corrects this share of its rows, that many days later, by a retraction and a restatement. */
export const corrections = { share: 0.015, days: [1, 5] } as const;

/** In this share of region-weeks billing stands still for some days and delivers late: missing, not zero. */
export const feedOutage = { share: 0.02, days: [2, 4] } as const;

/**
 * Weekly counts, Poisson given the state: mean = base × segment × account × effect of (workload, state). `spread` is the
 * log-scale spread of the account's own constant factor (0: the same for all of a segment); names are those of the columns.
 */
export const SIGNALS = [
  { name: 'active_users', base: 9, segment: [0.7, 1.4, 2.6], spread: 0.45 },
  { name: 'failed_queries', base: 3, segment: [0.7, 1.3, 2], spread: 0.4 },
  { name: 'schedules_created', base: 0.8, segment: [0.7, 1.2, 2], spread: 0 },
  { name: 'schedules_deleted', base: 0.65, segment: [0.7, 1.2, 2], spread: 0 },
  { name: 'failed_runs', base: 2.5, segment: [0.7, 1.3, 2], spread: 0.4 },
  { name: 'exports', base: 0.7, segment: [0.8, 1.1, 1.5], spread: 0 },
  { name: 'tokens_revoked', base: 0.45, segment: [0.8, 1.1, 1.5], spread: 0 },
  { name: 'admin_logins', base: 3.4, segment: [0.8, 1.1, 1.5], spread: 0.3 },
  { name: 'tickets', base: 0.16, segment: [0.8, 1, 1.6], spread: 0 },
] as const;

export type SignalName = (typeof SIGNALS)[number]['name'];
export const SIGNAL_INDEX = Object.fromEntries(SIGNALS.map(({ name }, index) => [name, index])) as Record<
  SignalName,
  number
>;

type Effect = Readonly<Record<(typeof WORKLOADS)[number], readonly number[]>>;
const nothing = [1, 1, 1, 1, 0.05];
const crisis = [1, 7.5, 0.8, 0.5, 0.1];

/** What a state does to each signal, by workload: factors in the order of STATES. */
export const effectOf: Readonly<Record<SignalName, Effect>> = {
  active_users: {
    JOBS: [1, 1, 1.22, 1.35, 0.05],
    SQL: [1, 0.95, 0.66, 0.48, 0.05],
    ALL_PURPOSE: [1, 1, 0.9, 0.75, 0.05],
  },
  failed_queries: { JOBS: nothing, SQL: [1, 2.2, 1, 0.9, 0.05], ALL_PURPOSE: [1, 1.2, 1, 1, 0.05] },
  schedules_created: {
    JOBS: [1, 0.8, 0.35, 0.15, 0.02],
    SQL: [1, 1, 1, 1, 0.02],
    ALL_PURPOSE: [1.6, 1.6, 1.5, 1.3, 0.02],
  },
  schedules_deleted: {
    JOBS: [1, 1.1, 2.2, 4.2, 0.2],
    SQL: [1, 1, 1, 1.1, 0.2],
    ALL_PURPOSE: [2.6, 2.6, 2.4, 2.2, 0.2],
  },
  failed_runs: { JOBS: [1, 2.4, 1.15, 0.9, 0.05], SQL: nothing, ALL_PURPOSE: [1, 1.2, 1, 1, 0.05] },
  exports: {
    JOBS: [2.2, 2.2, 2.2, 2.2, 0.1],
    SQL: [1, 1, 1.4, 2.6, 0.1],
    ALL_PURPOSE: [1, 1, 2, 4.6, 0.1],
  },
  tokens_revoked: {
    JOBS: [1, 1, 1.4, 2.6, 0.1],
    SQL: [1, 1, 1, 1.3, 0.1],
    ALL_PURPOSE: [1.8, 1.8, 1.8, 1.8, 0.1],
  },
  admin_logins: {
    JOBS: [1, 1.1, 0.9, 0.85, 0.05],
    SQL: [1, 1.1, 0.75, 0.55, 0.05],
    ALL_PURPOSE: [1, 1.1, 0.8, 0.65, 0.05],
  },
  tickets: { JOBS: crisis, SQL: crisis, ALL_PURPOSE: crisis },
};
