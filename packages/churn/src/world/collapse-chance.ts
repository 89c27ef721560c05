import { normalCdf } from '@applied-modeling/synthetic';
import { accountDanger, fillSteps, isContactFresh, KINDS, newSteps, renewalDanger, STATE_COUNT } from './dynamics.ts';
import { COLLAPSED, contactEffect, FADING, HEALTHY, LEAVING, SEGMENTS, STRAINED, usage } from './planted.ts';
import type { Population } from './population.ts';

/** A collapse from week 13 on comes too late to empty the label window (days 60 to 88). */
const HORIZON_WEEKS = 13;

/** Until week 8 a collapse always makes the label 1; afterwards that depends on the observed baseline. */
const LAST_CERTAIN_WEEK = 8;
const LATE_WEEKS = [9, 10, 11, 12] as const;

const CELLS = KINDS * STATE_COUNT;

/**
 * Fills `out` with P(the label becomes 1 | kind, state before the decision), one value a belief cell.
 *
 * `baselineRatio` is the observed daily baseline over the account's true healthy level. Nobody contacts the account from
 * `week` on, unless `lastContact` is `week` itself: the two calls give the two potential outcomes.
 */
export type FillCollapseChance = (
  out: Float64Array,
  entity: number,
  week: number,
  baselineRatio: number,
  lastContact: number,
) => void;

/**
 * The chance is linear in how surely a collapse of each late week still makes the label 1, and only that depends on an
 * account's own usage:
 *
 *   chance(cell) = P(collapse by week 8) + Σ over late weeks j of P(collapse in week j) × labelChance(j, baselineRatio)
 *
 * The probabilities depend on segment, tenure and the age of the last contact alone, so they are computed once for each such
 * combination: about 10^4 recursions stand in for the 2 × 10^6 of a medium world.
 */
export function createCollapseChance(people: Population): FillCollapseChance {
  const known = new Map<number, Float64Array>();
  const collapseTerms = (entity: number, week: number, lastContact: number) => {
    const tenure = week - people.signupWeek[entity];
    const contactAge = Math.min(week - lastContact, contactEffect.weeks);
    const key = (tenure * (contactEffect.weeks + 1) + contactAge) * SEGMENTS.length + people.segment[entity];
    const found = known.get(key) ?? computeTerms(people, entity, week, lastContact);
    known.set(key, found);
    return found;
  };
  return (out, entity, week, baselineRatio, lastContact) => {
    const terms = collapseTerms(entity, week, lastContact);
    const isWorkdays = people.workdaysOnly[entity] === 1;
    for (let cell = 0; cell < CELLS; cell++) out[cell] = terms[cell];
    for (let late = 0; late < LATE_WEEKS.length; late++) {
      const hit = labelChance(LATE_WEEKS[late], baselineRatio, isWorkdays);
      if (hit === 0) continue;
      const at = (late + 1) * CELLS;
      for (let cell = 0; cell < CELLS; cell++) out[cell] += hit * terms[at + cell];
    }
    for (let kind = 0; kind < KINDS; kind++) out[kind * STATE_COUNT + COLLAPSED] = 1;
  };
}

/** P(collapse by week 8), then P(collapse in week 9), 10, 11 and 12: five blocks of one value a cell. */
function computeTerms(people: Population, entity: number, week: number, lastContact: number): Float64Array {
  const terms = new Float64Array((1 + LATE_WEEKS.length) * CELLS);
  pullBack(terms.subarray(0, CELLS), people, entity, week, lastContact, (j) => j <= LAST_CERTAIN_WEEK);
  for (const [late, lateWeek] of LATE_WEEKS.entries()) {
    const block = terms.subarray((late + 1) * CELLS, (late + 2) * CELLS);
    pullBack(block, people, entity, week, lastContact, (j) => j === lateWeek);
  }
  return terms;
}

/**
 * P(a collapse in one of the weeks that count | cell), by backward recursion over the weeks to come:
 *
 *   value(state, j) = Σ over next P(state → next in week j) × (counts(j) if next is the collapse, else value(next, j + 1))
 */
function pullBack(
  out: Float64Array,
  people: Population,
  entity: number,
  week: number,
  lastContact: number,
  counts: (j: number) => boolean,
): void {
  const steps = newSteps();
  for (let j = HORIZON_WEEKS - 1; j >= 0; j--) {
    const account = accountDanger(people, entity, week + j);
    const renewal = renewalDanger(people, entity, week + j);
    const isFresh = isContactFresh(lastContact, week + j);
    const hit = counts(j) ? 1 : 0;
    for (let kind = 0; kind < KINDS; kind++) {
      const p = fillSteps(steps, account, renewal, kind, isFresh);
      const at = kind * STATE_COUNT;
      const h = out[at + HEALTHY];
      const s = out[at + STRAINED];
      const f = out[at + FADING];
      const l = out[at + LEAVING];
      out[at + HEALTHY] =
        h * (1 - p.healthyToStrained - p.healthyToFading) + s * p.healthyToStrained + f * p.healthyToFading;
      out[at + STRAINED] =
        h * p.strainedToHealthy + s * (1 - p.strainedToHealthy - p.strainedToLeaving) + l * p.strainedToLeaving;
      out[at + FADING] =
        h * p.fadingToHealthy + f * (1 - p.fadingToHealthy - p.fadingToLeaving) + l * p.fadingToLeaving;
      out[at + LEAVING] =
        f * p.leavingToFading + l * (1 - p.leavingToFading - p.leavingToCollapsed) + hit * p.leavingToCollapsed;
    }
  }
}

/** Share of an ordinary 28-day window that lies before a collapse in week 9, 10, 11, 12: in days, workday accounts rescaled to 28. */
const DAYS_BEFORE = { everyDay: [3, 10, 17, 24], workdays: [1.4, 8.4, 15.4, 22.4] } as const;

/**
 * P(mean DBU of days 60 to 88 is below 30 % of the baseline | the account collapses at the start of week j).
 * Up to week 8 the whole window is empty; afterwards its first days still run at the leaving level, with lognormal noise.
 */
export function labelChance(j: number, baselineRatio: number, workdaysOnly: boolean): number {
  if (j <= LAST_CERTAIN_WEEK) return 1;
  const days = DAYS_BEFORE[workdaysOnly ? 'workdays' : 'everyDay'][j - 9];
  const allowed = 0.3 * 28 * baselineRatio - usage.level[COLLAPSED] * (28 - days);
  if (allowed <= 0) return 0;
  const sigma = usage.weekSigma / Math.sqrt(Math.max(1, days / 7));
  return normalCdf((Math.log(allowed / (days * usage.level[LEAVING])) + (sigma * sigma) / 2) / sigma);
}
