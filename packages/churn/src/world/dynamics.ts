import {
  COLLAPSED,
  contactEffect,
  danger,
  FADING,
  HEALTHY,
  LEAVING,
  PERSUASIONS,
  persuasion,
  SIGNALS,
  STATES,
  STRAINED,
  transition,
  WORKLOADS,
} from './planted.ts';
import { type Population, weeksToRenewal } from './population.ts';

/** How an account moves between states in one week. The stepper draws from it; the oracle sums over it. */

export const KINDS = PERSUASIONS.length;
export const STATE_COUNT = STATES.length;
export const SIGNAL_COUNT = SIGNALS.length;

/** Probabilities of the steps out of each state, by name; written into a reused record because this runs 10^8 times. */
export interface Steps {
  healthyToStrained: number;
  healthyToFading: number;
  strainedToHealthy: number;
  strainedToLeaving: number;
  fadingToHealthy: number;
  fadingToLeaving: number;
  leavingToFading: number;
  leavingToCollapsed: number;
}

export const newSteps = (): Steps => ({ ...transition });

/** Multiplier of every step towards collapse that follows from an account's segment and tenure. */
export function accountDanger(people: Population, entity: number, week: number): number {
  return danger.segment[people.segment[entity]] * byBand(danger.tenure, week - people.signupWeek[entity]);
}

/** Multiplier of the last step, from the distance to the renewal. */
export function renewalDanger(people: Population, entity: number, week: number): number {
  return byBand(danger.renewal, weeksToRenewal(people.signupWeek[entity], week));
}

/** Is a contact made in `contactWeek` still at work in `week`? */
export function isContactFresh(contactWeek: number, week: number): boolean {
  return week >= contactWeek && week - contactWeek < contactEffect.weeks;
}

/** The steps of one week for an account of a given persuasion kind. */
export function fillSteps(out: Steps, account: number, renewal: number, kind: number, contactIsFresh: boolean): Steps {
  const towards = account * persuasion.danger[kind];
  const contacted = contactIsFresh ? persuasion.contactedRisk[kind] : 1;
  out.healthyToFading = transition.healthyToFading * towards;
  out.strainedToHealthy = transition.strainedToHealthy * (contactIsFresh ? contactEffect.strainedRecovery : 1);
  out.strainedToLeaving = transition.strainedToLeaving * towards * (contactIsFresh ? contactEffect.strainedRisk : 1);
  out.fadingToLeaving = Math.min(0.6, transition.fadingToLeaving * towards * contacted);
  out.leavingToCollapsed = Math.min(0.6, transition.leavingToCollapsed * renewal * contacted);
  return out;
}

/** The state after one week, for a uniform draw `u`. */
export function nextState(state: number, steps: Steps, u: number): number {
  if (state === HEALTHY) return branch(u, steps.healthyToStrained, STRAINED, steps.healthyToFading, FADING, HEALTHY);
  if (state === STRAINED)
    return branch(u, steps.strainedToHealthy, HEALTHY, steps.strainedToLeaving, LEAVING, STRAINED);
  if (state === FADING) return branch(u, steps.fadingToHealthy, HEALTHY, steps.fadingToLeaving, LEAVING, FADING);
  if (state === LEAVING) return branch(u, steps.leavingToFading, FADING, steps.leavingToCollapsed, COLLAPSED, LEAVING);
  return COLLAPSED;
}

function branch(u: number, p1: number, first: number, p2: number, second: number, stay: number): number {
  if (u < p1) return first;
  return u < p1 + p2 ? second : stay;
}

/** Signal effects as one flat table: (workload × STATE_COUNT + state) × SIGNAL_COUNT + signal. */
export const SIGNAL_EFFECTS = Float64Array.from(
  WORKLOADS.flatMap((_, workload) => STATES.flatMap((__, state) => SIGNALS.map((s) => s.effect[workload][state]))),
);

export function effectOffset(workload: number, state: number): number {
  return (workload * STATE_COUNT + state) * SIGNAL_COUNT;
}

function byBand(
  bands: { readonly weeks: readonly number[]; readonly factor: readonly number[] },
  weeks: number,
): number {
  let index = 0;
  while (index < bands.weeks.length && weeks >= bands.weeks[index]) index += 1;
  return bands.factor[index];
}
