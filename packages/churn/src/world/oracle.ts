import { updateBelief } from '@applied-modeling/synthetic';
import {
  BELIEF_WIDTH,
  chain,
  effectOffset,
  KINDS,
  SIGNAL_COUNT,
  SIGNAL_EFFECTS,
  STATE_COUNT,
  stepsOf,
} from './dynamics.ts';
import { COLLAPSED, HEALTHY, persuasion, seasonFactor, usage } from './planted.ts';
import { isPaused, type Population } from './population.ts';
import type { Week } from './stepper.ts';

/**
 * The observable oracle: what can be known about an account's hidden state and kind from everything it has emitted.
 *
 * A forward filter over 4 kinds × 5 states. It is exact for this world but for three advantages a model does not have: it is
 * told each account's healthy rates instead of learning them from the history, it sees the last week without billing lags,
 * and it follows an account through a migration. All three make the ceiling a little too high, never too low.
 */
export interface Oracle {
  /** Learns from a week that is over; `lastContact` as it was while that week ran. */
  observe(week: Week, lastContact: Int16Array): void;
  /** Belief after the last observed week, BELIEF_WIDTH cells that sum to 1; all zero before the sign-up. A view, not a copy. */
  belief(entity: number): Float64Array;
}

export function createOracle(people: Population): Oracle {
  const beliefs = new Float64Array(people.entities * BELIEF_WIDTH);
  const isStarted = new Uint8Array(people.entities);
  const likelihood = new Float64Array(STATE_COUNT);
  const expectedCounts = healthyExpectations(people);
  const belief = (entity: number) => beliefs.subarray(entity * BELIEF_WIDTH, (entity + 1) * BELIEF_WIDTH);

  const observe = (happened: Week, lastContact: Int16Array) => {
    const { week } = happened;
    for (let i = 0; i < people.entities; i++) {
      if (people.signupWeek[i] > week || isPaused(people, i, week)) continue;
      const at = i * BELIEF_WIDTH;
      if (isStarted[i] === 0) {
        isStarted[i] = 1;
        for (let kind = 0; kind < KINDS; kind++) beliefs[at + kind * STATE_COUNT + HEALTHY] = persuasion.shares[kind];
      } else {
        const steps = stepsOf(people, i, week, lastContact[i]);
        for (let kind = 0; kind < KINDS; kind++) chain.pushForward(steps[kind], beliefs, at + kind * STATE_COUNT);
      }
      fillLikelihood(likelihood, people, expectedCounts, i, happened);
      updateBelief(beliefs, at, BELIEF_WIDTH, likelihood);
    }
  };
  return { observe, belief };
}

const LOG_LEVEL = usage.level.map(Math.log);
const LOG_EFFECTS = SIGNAL_EFFECTS.map(Math.log);

/**
 * P(week's emissions | state), up to a common factor: usage is lognormal, counts are Poisson.
 * log P = −½ ((log usage − log level) / σ)² + Σ count × log effect − Σ mean × effect.
 * A closed account emits nothing at all, which only a collapsed one does.
 */
function fillLikelihood(
  out: Float64Array,
  people: Population,
  expected: Float64Array,
  i: number,
  happened: Week,
): void {
  const dbu = happened.dbu[i];
  if (dbu === 0) {
    out.fill(0);
    out[COLLAPSED] = 1;
    return;
  }
  const usual = 7 * people.dbuPerDay[i] * seasonFactor(happened.week);
  const level = Math.log(dbu / usual) + usage.weekSigma ** 2 / 2;
  let best = Number.NEGATIVE_INFINITY;
  for (let state = 0; state < STATE_COUNT; state++) {
    const distance = (level - LOG_LEVEL[state]) / usage.weekSigma;
    const effects = effectOffset(people.workload[i], state);
    let log = -0.5 * distance * distance - expected[i * STATE_COUNT + state];
    for (let k = 0; k < SIGNAL_COUNT; k++) log += happened.counts[i * SIGNAL_COUNT + k] * LOG_EFFECTS[effects + k];
    out[state] = log;
    if (log > best) best = log;
  }
  for (let state = 0; state < STATE_COUNT; state++) out[state] = Math.exp(out[state] - best);
}

/** Σ over signals of mean × effect, entity × state: constant in time, so computed once. */
function healthyExpectations(people: Population): Float64Array {
  const out = new Float64Array(people.entities * STATE_COUNT);
  for (let i = 0; i < people.entities; i++) {
    for (let state = 0; state < STATE_COUNT; state++) {
      const effects = effectOffset(people.workload[i], state);
      let sum = 0;
      for (let k = 0; k < SIGNAL_COUNT; k++)
        sum += people.signalMean[i * SIGNAL_COUNT + k] * SIGNAL_EFFECTS[effects + k];
      out[i * STATE_COUNT + state] = sum;
    }
  }
  return out;
}
