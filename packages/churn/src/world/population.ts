import { categorical, lognormal, randomStream } from '@applied-modeling/synthetic';
import { persuasion, population as planted, REGIONS, SIGNALS } from './planted.ts';

/**
 * Who the accounts are: everything that is drawn once and never changes, as one array a property (index = entity).
 * An entity is a customer as it really is; an account id is what the billing system calls it, and a migration changes that.
 */
export interface Population {
  readonly entities: number;
  readonly segment: Uint8Array;
  readonly workload: Uint8Array;
  readonly region: Uint8Array;
  /** Index into PERSUASIONS; hidden. */
  readonly persuasion: Uint8Array;
  /** First week with usage; negative for accounts older than the history. */
  readonly signupWeek: Int16Array;
  /** Mean DBU a calendar day while healthy, before the season. */
  readonly dbuPerDay: Float64Array;
  /** Annual recurring revenue, USD. */
  readonly arrUsd: Float64Array;
  /** 1: runs Monday to Friday only. */
  readonly workdaysOnly: Uint8Array;
  /** 1: never contacted (persistent, randomised). */
  readonly isHoldout: Uint8Array;
  /** Healthy weekly mean of every signal, row-major: entity × SIGNALS.length. */
  readonly signalMean: Float64Array;
  /** Week in which billing moves to another account id; 32767 for never. */
  readonly migrationWeek: Int16Array;
  /** First week of a contractual pause and its length in weeks; 32767 for never. */
  readonly pauseWeek: Int16Array;
  readonly pauseWeeks: Uint8Array;
}

export const NEVER = 32_767;

/** Length of a commitment: it renews every 52 weeks counted from the sign-up. */
export const COMMITMENT_WEEKS = 52;

const rare = {
  /** Weekly hazards: about 3 % of apparent collapses are migrations, a few more are pauses. */
  migration: 0.0001,
  pause: 0.00008,
  pauseWeeks: [8, 16],
} as const;

/** Draws the population of a world that runs for `weeks` weeks. */
export function drawPopulation(seed: number, entities: number, weeks: number): Population {
  const random = randomStream(seed, 'population');
  const rate = randomStream(seed, 'signal-rate');
  const people: Population = {
    entities,
    segment: new Uint8Array(entities),
    workload: new Uint8Array(entities),
    region: new Uint8Array(entities),
    persuasion: new Uint8Array(entities),
    signupWeek: new Int16Array(entities),
    dbuPerDay: new Float64Array(entities),
    arrUsd: new Float64Array(entities),
    workdaysOnly: new Uint8Array(entities),
    isHoldout: new Uint8Array(entities),
    signalMean: new Float64Array(entities * SIGNALS.length),
    migrationWeek: new Int16Array(entities),
    pauseWeek: new Int16Array(entities),
    pauseWeeks: new Uint8Array(entities),
  };
  for (let i = 0; i < entities; i++) {
    const segment = categorical(planted.segmentShares, random.uniform(i, 0));
    people.segment[i] = segment;
    people.workload[i] = categorical(planted.workloadShares, random.uniform(i, 1));
    people.region[i] = Math.floor(random.uniform(i, 2) * REGIONS.length);
    people.persuasion[i] = categorical(persuasion.shares, random.uniform(i, 3));
    people.signupWeek[i] = drawSignupWeek(random.uniform(i, 4), random.uniform(i, 5), weeks);
    people.dbuPerDay[i] = lognormal(planted.dbuMedian[segment], planted.dbuSigma, random.normal(i, 6));
    people.arrUsd[i] = Math.round(people.dbuPerDay[i] * 365 * lognormal(0.55, 0.25, random.normal(i, 7)));
    people.workdaysOnly[i] = random.uniform(i, 8) < [0.85, 0.7, 0.4][segment] ? 1 : 0;
    people.isHoldout[i] = random.uniform(i, 9) < planted.holdoutShare ? 1 : 0;
    people.migrationWeek[i] = geometricWeek(rare.migration, random.uniform(i, 10));
    people.pauseWeek[i] = geometricWeek(rare.pause, random.uniform(i, 11));
    people.pauseWeeks[i] =
      rare.pauseWeeks[0] + Math.floor(random.uniform(i, 12) * (1 + rare.pauseWeeks[1] - rare.pauseWeeks[0]));
    SIGNALS.forEach((signal, k) => {
      people.signalMean[i * SIGNALS.length + k] =
        signal.base * signal.segment[segment] * lognormal(1, signal.spread, rate.normal(i, k));
    });
  }
  return people;
}

/** Accounts present at the start joined over the five years before; the others at a constant rate over the history. */
function drawSignupWeek(isPresent: number, when: number, weeks: number): number {
  if (isPresent < planted.presentAtStart) return -1 - Math.floor(when * 260);
  return Math.floor(when * weeks);
}

function geometricWeek(hazard: number, u: number): number {
  return Math.min(NEVER, Math.floor(Math.log(u) / Math.log(1 - hazard)));
}

/** Weeks from `week` until the running commitment ends (1 to 52). */
export function weeksToRenewal(signupWeek: number, week: number): number {
  const elapsed = (((week - signupWeek) % COMMITMENT_WEEKS) + COMMITMENT_WEEKS) % COMMITMENT_WEEKS;
  return COMMITMENT_WEEKS - elapsed;
}

export function isPaused(people: Population, entity: number, week: number): boolean {
  const start = people.pauseWeek[entity];
  return week >= start && week < start + people.pauseWeeks[entity];
}
