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
export const HEALTHY = 0;
export const STRAINED = 1;
export const FADING = 2;
export const LEAVING = 3;
export const COLLAPSED = 4;

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
export const REGIONS = [
  'us-east-1',
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-southeast-1',
  'ap-northeast-1',
  'eastus2',
  'westeurope',
  'us-central1',
] as const;

export const population = {
  workloadShares: [0.4, 0.32, 0.28],
  segmentShares: [0.5, 0.35, 0.15],
  /** Share of all accounts ever that exist before week 0; the others sign up at a constant rate. */
  presentAtStart: 0.6,
  /** Median DBU a day by segment and the log-scale spread within one. */
  dbuMedian: [12, 60, 420],
  dbuSigma: 1.15,
  /** Persistent, randomised: these accounts are never contacted, whatever a rule or a model says. */
  holdoutShare: 0.2,
} as const;

/** Weekly probability of each step between states before any multiplier. Rows: from; the rest of a row stays. */
export const transition = {
  healthyToStrained: 0.0075,
  healthyToFading: 0.0046,
  strainedToHealthy: 0.1,
  strainedToLeaving: 0.045,
  fadingToHealthy: 0.035,
  fadingToLeaving: 0.09,
  leavingToFading: 0.01,
  leavingToCollapsed: 0.15,
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

/**
 * A weekly count, Poisson given the state: mean = base × segment × account × effect[workload][state].
 * `spread` is the log-scale spread of the account's own constant factor (0: the same for all of a segment).
 */
export interface Signal {
  readonly name: string;
  readonly base: number;
  readonly segment: readonly [number, number, number];
  readonly spread: number;
  readonly effect: readonly (readonly number[])[];
}

const same = (effect: readonly number[]) => [effect, effect, effect];
const none = [1, 1, 1, 1, 0.05] as const;

export const SIGNALS = [
  {
    name: 'activeUsers',
    base: 9,
    segment: [0.7, 1.4, 2.6],
    spread: 0.45,
    effect: [
      [1, 1, 1.22, 1.35, 0.05],
      [1, 0.95, 0.66, 0.48, 0.05],
      [1, 1, 0.9, 0.75, 0.05],
    ],
  },
  {
    name: 'failedQueries',
    base: 3,
    segment: [0.7, 1.3, 2],
    spread: 0.4,
    effect: [none, [1, 2.2, 1, 0.9, 0.05], [1, 1.2, 1, 1, 0.05]],
  },
  {
    name: 'schedulesCreated',
    base: 0.8,
    segment: [0.7, 1.2, 2],
    spread: 0,
    effect: [
      [1, 0.8, 0.35, 0.15, 0.02],
      [1, 1, 1, 1, 0.02],
      [1.6, 1.6, 1.5, 1.3, 0.02],
    ],
  },
  {
    name: 'schedulesDeleted',
    base: 0.65,
    segment: [0.7, 1.2, 2],
    spread: 0,
    effect: [
      [1, 1.1, 2.2, 4.2, 0.2],
      [1, 1, 1, 1.1, 0.2],
      [2.6, 2.6, 2.4, 2.2, 0.2],
    ],
  },
  {
    name: 'failedRuns',
    base: 2.5,
    segment: [0.7, 1.3, 2],
    spread: 0.4,
    effect: [[1, 2.4, 1.15, 0.9, 0.05], none, [1, 1.2, 1, 1, 0.05]],
  },
  {
    name: 'exports',
    base: 0.7,
    segment: [0.8, 1.1, 1.5],
    spread: 0,
    effect: [
      [2.2, 2.2, 2.2, 2.2, 0.1],
      [1, 1, 1.4, 2.6, 0.1],
      [1, 1, 2, 4.6, 0.1],
    ],
  },
  {
    name: 'tokensRevoked',
    base: 0.45,
    segment: [0.8, 1.1, 1.5],
    spread: 0,
    effect: [
      [1, 1, 1.4, 2.6, 0.1],
      [1, 1, 1, 1.3, 0.1],
      [1.8, 1.8, 1.8, 1.8, 0.1],
    ],
  },
  {
    name: 'adminLogins',
    base: 3.4,
    segment: [0.8, 1.1, 1.5],
    spread: 0.3,
    effect: [
      [1, 1.1, 0.9, 0.85, 0.05],
      [1, 1.1, 0.75, 0.55, 0.05],
      [1, 1.1, 0.8, 0.65, 0.05],
    ],
  },
  {
    name: 'tickets',
    base: 0.16,
    segment: [0.8, 1, 1.6],
    spread: 0,
    effect: same([1, 7.5, 0.8, 0.5, 0.1]),
  },
] as const satisfies readonly Signal[];

export type SignalName = (typeof SIGNALS)[number]['name'];
export const SIGNAL_INDEX = Object.fromEntries(SIGNALS.map((signal, index) => [signal.name, index])) as Readonly<
  Record<SignalName, number>
>;
