import {
  assignIds,
  categorical,
  type IdsInTime,
  lognormal,
  randomStream,
  stepsBefore,
  wholeWithin,
} from '@applied-modeling/synthetic';
import { drawHoldout } from './holdout.ts';
import { COMMITMENT_WEEKS, persuasion, population as planted, REGIONS, SIGNALS } from './planted.ts';

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

/** Draws the population of a world that runs for `weeks` weeks. */
export function drawPopulation(seed: number, entities: number, weeks: number): Population {
  const random = randomStream(seed, 'population');
  const rate = randomStream(seed, 'signal-rate');
  const everyone = Array.from({ length: entities }, (_, i) => i);
  const segment = Uint8Array.from(everyone, (i) => categorical(planted.segmentShares, random.uniform(i, 0)));
  const dbuPerDay = Float64Array.from(everyone, (i) =>
    lognormal(planted.dbuMedian[segment[i]], planted.dbuSigma, random.normal(i, 6)),
  );
  const signalMean = everyone.flatMap((i) =>
    SIGNALS.map(
      (signal, k) => signal.base * signal.segment[segment[i]] * lognormal(1, signal.spread, rate.normal(i, k)),
    ),
  );
  return {
    entities,
    segment,
    workload: Uint8Array.from(everyone, (i) => categorical(planted.workloadShares, random.uniform(i, 1))),
    region: Uint8Array.from(everyone, (i) => Math.floor(random.uniform(i, 2) * REGIONS.length)),
    persuasion: Uint8Array.from(everyone, (i) => categorical(persuasion.shares, random.uniform(i, 3))),
    signupWeek: Int16Array.from(everyone, (i) => drawSignupWeek(random.uniform(i, 4), random.uniform(i, 5), weeks)),
    dbuPerDay,
    arrUsd: dbuPerDay.map((dbu, i) => Math.round(dbu * 365 * lognormal(0.55, 0.25, random.normal(i, 7)))),
    workdaysOnly: Uint8Array.from(everyone, (i) =>
      Number(random.uniform(i, 8) < planted.workdaysOnlyShare[segment[i]]),
    ),
    isHoldout: drawHoldout(entities, (i) => random.uniform(i, 9)),
    signalMean: Float64Array.from(signalMean),
    migrationWeek: Int16Array.from(everyone, (i) => weekOf(planted.migration, random.uniform(i, 10))),
    pauseWeek: Int16Array.from(everyone, (i) => weekOf(planted.pause, random.uniform(i, 11))),
    pauseWeeks: Uint8Array.from(everyone, (i) => wholeWithin(planted.pauseWeeks, random.uniform(i, 12))),
  };
}

/** Accounts present at the start joined over the five years before; the others at a constant rate over the history. */
function drawSignupWeek(isPresent: number, when: number, weeks: number): number {
  if (isPresent < planted.presentAtStart) return -1 - Math.floor(when * 260);
  return Math.floor(when * weeks);
}

/** Week of an event that has this chance in every week. */
const weekOf = (chance: number, u: number) => Math.min(NEVER, stepsBefore(chance, u));

/** Weeks from `week` until the running commitment ends (1 to 52). */
export function weeksToRenewal(signupWeek: number, week: number): number {
  const elapsed = (((week - signupWeek) % COMMITMENT_WEEKS) + COMMITMENT_WEEKS) % COMMITMENT_WEEKS;
  return COMMITMENT_WEEKS - elapsed;
}

export function isPaused(people: Population, entity: number, week: number): boolean {
  const start = people.pauseWeek[entity];
  return week >= start && week < start + people.pauseWeeks[entity];
}

/** The ids accounts are billed under: one an entity, and another for each migration within the history. */
export function assignAccountIds({ entities, migrationWeek, signupWeek }: Population, weeks: number): IdsInTime {
  const isMoving = (i: number) => migrationWeek[i] < weeks && migrationWeek[i] > signupWeek[i];
  const movesAt = (i: number) => (isMoving(i) ? migrationWeek[i] : undefined);
  return assignIds(entities, movesAt, (number) => `acct-${number}`);
}
