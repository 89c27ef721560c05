import { noiseFactor, randomStream, wholeWithin } from '@applied-modeling/synthetic';
import { chain, effectOffset, SIGNAL_COUNT, SIGNAL_EFFECTS, stepsOf } from './dynamics.ts';
import { COLLAPSED, onboarding, seasonFactor, usage } from './planted.ts';
import { isPaused, NEVER, type Population } from './population.ts';

/** What happened in one week, one value an entity. Weeks before the sign-up and after the closure are all zero. */
export interface Week {
  readonly week: number;
  readonly state: Uint8Array;
  /** DBU of the whole week, season included. */
  readonly dbu: Float64Array;
  /** Row-major: entity × SIGNALS.length. */
  readonly counts: Uint16Array;
  /** Entities newly on the watch-list this week, and whether each was contacted. */
  readonly flagged: readonly WatchListEntry[];
}

export interface WatchListEntry {
  readonly entity: number;
  readonly assignedBy: 'rule' | 'model' | 'random';
  readonly isContacted: boolean;
  /** Probability of being contacted, given that it was flagged. */
  readonly propensity: number;
}

/** Decides on a Monday morning whom to contact, from what has been observed in the weeks before. */
export type Policy = (past: Past) => readonly WatchListEntry[];

/** What a policy may look at: the weeks that are over. */
export interface Past {
  readonly week: number;
  readonly people: Population;
  readonly weeks: readonly Week[];
  /** Last week in which each entity was flagged; -1000 for never. */
  readonly lastFlagged: Int16Array;
  isActive(entity: number): boolean;
}

export interface Stepper {
  readonly people: Population;
  readonly weeks: readonly Week[];
  /** Last week in which each entity was contacted; -1000 for never. */
  readonly lastContact: Int16Array;
  readonly lastFlagged: Int16Array;
  readonly collapsedAt: Int16Array;
  readonly closedAt: Int16Array;
  step(policy: Policy): Week;
}

const LONG_AGO = -1000;

/**
 * Weeks from the collapse to the formal closure, after which an account sends nothing. At most 10, so that no account lives
 * on its residual usage for a whole baseline and looks steady again.
 */
const CLOSURE_WEEKS = [4, 10] as const;

/** A world at week 0. Each `step` asks the policy, moves every account, guided or not, and draws what can be observed of it. */
export function createStepper(seed: number, people: Population, guidedFrom = NEVER): Stepper {
  const n = people.entities;
  const moves = randomStream(seed, 'state');
  const draws = randomStream(seed, 'signal');
  const levels = randomStream(seed, 'usage');
  const guides = randomStream(seed, 'onboarding');
  const state = new Uint8Array(n);
  const lastContact = new Int16Array(n).fill(LONG_AGO);
  const lastFlagged = new Int16Array(n).fill(LONG_AGO);
  const collapsedAt = new Int16Array(n).fill(NEVER);
  const closedAt = new Int16Array(n).fill(NEVER);
  const weeks: Week[] = [];

  const act = (week: number, policy: Policy, isActive: (entity: number) => boolean) => {
    const flagged = policy({ week, people, weeks, lastFlagged, isActive });
    for (const { entity, isContacted } of flagged) {
      lastFlagged[entity] = week;
      if (isContacted) lastContact[entity] = week;
    }
    return flagged;
  };

  const move = (i: number, week: number) => {
    const steps = stepsOf(people, i, week, lastContact[i])[people.persuasion[i]];
    state[i] = chain.next(steps, state[i], moves.uniform(i, week));
    if (state[i] !== COLLAPSED) return;
    collapsedAt[i] = week;
    closedAt[i] = week + wholeWithin(CLOSURE_WEEKS, moves.uniform(i, week, 1));
  };

  /** Moves an account by a week, unless it is guided, and says which state it looks like. */
  const live = (i: number, week: number) => {
    const tenure = week - people.signupWeek[i];
    const isGuided =
      week - tenure >= guidedFrom && tenure < onboarding.weeks && guides.uniform(i, 0) < onboarding.share;
    if (tenure > 0 && state[i] !== COLLAPSED && !isGuided) move(i, week);
    return isGuided && tenure >= onboarding.quietFrom ? onboarding.looks : state[i];
  };

  const step = (policy: Policy): Week => {
    const week = weeks.length;
    const isActive = (i: number) => people.signupWeek[i] <= week && closedAt[i] > week;
    const flagged = act(week, policy, isActive);
    const dbu = new Float64Array(n);
    const counts = new Uint16Array(n * SIGNAL_COUNT);
    const season = seasonFactor(week);
    for (let i = 0; i < n; i++) {
      if (!isActive(i) || isPaused(people, i, week)) continue;
      const shown = live(i, week);
      const noise = noiseFactor(usage.weekSigma, levels.normal(i, week));
      dbu[i] = 7 * people.dbuPerDay[i] * season * usage.level[shown] * noise;
      const effects = effectOffset(people.workload[i], shown);
      for (let k = 0; k < SIGNAL_COUNT; k++) {
        const cell = i * SIGNAL_COUNT + k;
        counts[cell] = draws.poisson(people.signalMean[cell] * SIGNAL_EFFECTS[effects + k], i, week, k);
      }
    }
    const happened: Week = { week, state: state.slice(), dbu, counts, flagged };
    weeks.push(happened);
    return happened;
  };
  return { people, weeks, lastContact, lastFlagged, collapsedAt, closedAt, step };
}
