import { bandOf, markovChain } from '@applied-modeling/synthetic';
import * as planted from './planted.ts';
import { COLLAPSED, FADING, HEALTHY, LEAVING, PERSUASIONS, SEGMENTS, SIGNALS, STATES, STRAINED } from './planted.ts';
import { type Population, weeksToRenewal } from './population.ts';

/** How an account moves between states in one week. The stepper draws from it; the oracle sums over it. */

export const KINDS = PERSUASIONS.length;
export const STATE_COUNT = STATES.length;
export const SIGNAL_COUNT = SIGNALS.length;
/** Cells of a belief: kind-major, kind × STATE_COUNT + state. */
export const BELIEF_WIDTH = KINDS * STATE_COUNT;

export const chain = markovChain(STATE_COUNT);

/** P(next state | state) of a week, one matrix a kind of customer; `contactWeek` is that of the newest contact. */
export function stepsOf(people: Population, entity: number, week: number, contactWeek: number) {
  const tenure = bandOf(planted.danger.tenure.weeks, week - people.signupWeek[entity]);
  const renewal = bandOf(planted.danger.renewal.weeks, weeksToRenewal(people.signupWeek[entity], week));
  const isFresh = week >= contactWeek && week - contactWeek < planted.contactEffect.weeks;
  return STEPS[people.segment[entity]][tenure][renewal][isFresh ? 1 : 0];
}

/** By segment, band of tenure, band of the renewal, freshness of the contact and kind. */
const STEPS = SEGMENTS.map((_, segment) =>
  planted.danger.tenure.factor.map((tenure) =>
    planted.danger.renewal.factor.map((renewal) =>
      [false, true].map((isFresh) =>
        PERSUASIONS.map((_, kind) => stepMatrix(planted.danger.segment[segment] * tenure, renewal, kind, isFresh)),
      ),
    ),
  ),
);

function stepMatrix(account: number, renewal: number, kind: number, contactIsFresh: boolean): Float64Array {
  const steps = new Float64Array(STATE_COUNT * STATE_COUNT);
  const put = (from: number, to: number, chance: number) => (steps[from * STATE_COUNT + to] = chance);
  const towards = account * planted.persuasion.danger[kind];
  const contacted = contactIsFresh ? planted.persuasion.contactedRisk[kind] : 1;
  const { healthy, strained, fading, leaving } = planted.transition;
  put(HEALTHY, STRAINED, healthy.strained);
  put(HEALTHY, FADING, healthy.fading * towards);
  put(STRAINED, HEALTHY, strained.healthy * (contactIsFresh ? planted.contactEffect.strainedRecovery : 1));
  put(STRAINED, LEAVING, strained.leaving * towards * (contactIsFresh ? planted.contactEffect.strainedRisk : 1));
  put(FADING, HEALTHY, fading.healthy);
  put(FADING, LEAVING, Math.min(0.6, fading.leaving * towards * contacted));
  put(LEAVING, FADING, leaving.fading);
  put(LEAVING, COLLAPSED, Math.min(0.6, leaving.collapsed * renewal * contacted));
  return chain.close(steps);
}

/** Signal effects as one flat table: (workload × STATE_COUNT + state) × SIGNAL_COUNT + signal. */
export const SIGNAL_EFFECTS = Float64Array.from(
  planted.WORKLOADS.flatMap((workload) =>
    STATES.flatMap((_, state) => SIGNALS.map(({ name }) => planted.effectOf[name][workload][state])),
  ),
);

export function effectOffset(workload: number, state: number): number {
  return (workload * STATE_COUNT + state) * SIGNAL_COUNT;
}
