/**
 * The forward filter in plain loops: every path of hidden states an account could have taken is written out, its probability
 * multiplied up term by term, and the belief is the share of the paths that end in each state. O(5^weeks) where the filter is
 * O(weeks), and without a line in common with it: the planted numbers are read afresh, densities keep their constants.
 *
 * For accounts that signed up during the history and were never paused.
 */

import {
  contactEffect,
  danger,
  effectOf,
  persuasion,
  SIGNALS,
  STATES,
  seasonFactor,
  transition,
  usage,
  WORKLOADS,
} from '../../src/world/planted.ts';
import { type Population, weeksToRenewal } from '../../src/world/population.ts';
import type { Week } from '../../src/world/stepper.ts';

type StateName = (typeof STATES)[number];

/** P(kind, state | the weeks from the sign-up on), kind-major; `contactedIn` is the week of the only contact, or null. */
export function bruteForceBelief(
  people: Population,
  entity: number,
  weeks: readonly Week[],
  contactedIn: number | null,
): number[] {
  const signup = people.signupWeek[entity];
  const emissions = weeks.slice(signup).map((week) => STATES.map((_, state) => density(people, entity, week, state)));
  const belief = new Array<number>(persuasion.shares.length * STATES.length).fill(0);
  for (const [kind, share] of persuasion.shares.entries()) {
    const walk = (position: number, state: number, probability: number): void => {
      const seen = probability * emissions[position][state];
      if (position === emissions.length - 1) {
        belief[kind * STATES.length + state] += seen;
        return;
      }
      const week = signup + position + 1;
      for (let next = 0; next < STATES.length; next++) {
        walk(position + 1, next, seen * stepChance(people, entity, week, kind, state, next, contactedIn));
      }
    };
    walk(0, 0, share);
  }
  const total = belief.reduce((sum, cell) => sum + cell, 0);
  return belief.map((cell) => cell / total);
}

function stepChance(
  people: Population,
  entity: number,
  week: number,
  kind: number,
  from: number,
  to: number,
  contactedIn: number | null,
): number {
  const isFresh = contactedIn !== null && week >= contactedIn && week < contactedIn + contactEffect.weeks;
  const tenure = week - people.signupWeek[entity];
  const towards = danger.segment[people.segment[entity]] * banded(danger.tenure, tenure) * persuasion.danger[kind];
  const whenContacted = isFresh ? persuasion.contactedRisk[kind] : 1;
  const renewal = banded(danger.renewal, weeksToRenewal(people.signupWeek[entity], week));
  const { healthy, strained, fading, leaving } = transition;
  const out: Record<StateName, Partial<Record<StateName, number>>> = {
    healthy: { strained: healthy.strained, fading: healthy.fading * towards },
    strained: {
      healthy: strained.healthy * (isFresh ? contactEffect.strainedRecovery : 1),
      leaving: strained.leaving * towards * (isFresh ? contactEffect.strainedRisk : 1),
    },
    fading: {
      healthy: fading.healthy,
      leaving: Math.min(0.6, fading.leaving * towards * whenContacted),
    },
    leaving: {
      fading: leaving.fading,
      collapsed: Math.min(0.6, leaving.collapsed * renewal * whenContacted),
    },
    collapsed: {},
  };
  const steps = out[STATES[from]];
  if (from === to) return 1 - Object.values(steps).reduce((sum, chance) => sum + chance, 0);
  return steps[STATES[to]] ?? 0;
}

/** Density of a week's emissions: usage lognormal with mean level 1, counts Poisson, all independent given the state. */
function density(people: Population, entity: number, week: Week, state: number): number {
  const mean = 7 * people.dbuPerDay[entity] * seasonFactor(week.week) * usage.level[state];
  const z = (Math.log(week.dbu[entity] / mean) + usage.weekSigma ** 2 / 2) / usage.weekSigma;
  let product = Math.exp((-z * z) / 2) / (week.dbu[entity] * usage.weekSigma * Math.sqrt(2 * Math.PI));
  for (const [k, { name }] of SIGNALS.entries()) {
    const cell = entity * SIGNALS.length + k;
    const rate = people.signalMean[cell] * effectOf[name][WORKLOADS[people.workload[entity]]][state];
    product *= Math.exp(-rate);
    for (let j = 1; j <= week.counts[cell]; j++) product *= rate / j;
  }
  return product;
}

function banded({ weeks, factor }: { weeks: readonly number[]; factor: readonly number[] }, at: number): number {
  if (at < weeks[0]) return factor[0];
  return at < weeks[1] ? factor[1] : factor[2];
}
