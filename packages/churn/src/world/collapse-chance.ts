import { normalCdf } from '@applied-modeling/synthetic';
import {
  accountDanger,
  fillSteps,
  isContactFresh,
  KINDS,
  newSteps,
  renewalDanger,
  STATE_COUNT,
  type Steps,
} from './dynamics.ts';
import { COLLAPSED, contactEffect, FADING, HEALTHY, LEAVING, SEGMENTS, STRAINED, usage } from './planted.ts';
import type { Population } from './population.ts';

/** A collapse from week 13 on comes too late to empty the label window (days 60 to 88). */
const HORIZON_WEEKS = 13;

/** Until week 8 a collapse always makes the label 1; afterwards that depends on the observed baseline. */
const LAST_CERTAIN_WEEK = 8;
const TERMS = HORIZON_WEEKS - LAST_CERTAIN_WEEK;

const CELLS = KINDS * STATE_COUNT;

/**
 * P(the label becomes 1 | kind, state before the decision), for one belief cell or for all of them.
 *
 * `baselineRatio` is the observed daily baseline over the account's true healthy level. Nobody contacts the account from
 * `week` on, unless `lastContact` is `week` itself: the two calls give the two potential outcomes.
 */
export interface CollapseChance {
  at(cell: number, entity: number, week: number, baselineRatio: number, lastContact: number): number;
  fill(out: Float64Array, entity: number, week: number, baselineRatio: number, lastContact: number): void;
}

/**
 * The chance is linear in how surely a collapse of each late week still makes the label 1, and only that depends on an
 * account's own usage:
 *
 *   chance(cell) = P(collapse by week 8) + Σ over late weeks j of P(collapse in week j) × labelChance(j, baselineRatio)
 *
 * The probabilities depend on segment, tenure and the age of the last contact alone, so they are computed once for each such
 * combination: about 10^4 recursions stand in for the 2 × 10^6 of a medium world.
 */
export function createCollapseChance(people: Population): CollapseChance {
  const known = new Map<number, Float64Array>();
  const hits = new Float64Array(TERMS).fill(1);

  const collapseTerms = (entity: number, week: number, lastContact: number) => {
    const tenure = week - people.signupWeek[entity];
    const contactAge = Math.min(week - lastContact, contactEffect.weeks);
    const key = (tenure * (contactEffect.weeks + 1) + contactAge) * SEGMENTS.length + people.segment[entity];
    let terms = known.get(key);
    if (terms === undefined) known.set(key, (terms = computeTerms(people, entity, week, lastContact)));
    return terms;
  };

  const fillHits = (entity: number, baselineRatio: number) => {
    const isWorkdays = people.workdaysOnly[entity] === 1;
    for (let late = 1; late < TERMS; late++) {
      hits[late] = labelChance(LAST_CERTAIN_WEEK + late, baselineRatio, isWorkdays);
    }
  };

  const at: CollapseChance['at'] = (cell, entity, week, baselineRatio, lastContact) => {
    if (cell % STATE_COUNT === COLLAPSED) return 1;
    fillHits(entity, baselineRatio);
    return sumTerms(collapseTerms(entity, week, lastContact), cell, hits);
  };
  const fill: CollapseChance['fill'] = (out, entity, week, baselineRatio, lastContact) => {
    fillHits(entity, baselineRatio);
    const terms = collapseTerms(entity, week, lastContact);
    for (let cell = 0; cell < CELLS; cell++) out[cell] = sumTerms(terms, cell, hits);
    for (let kind = 0; kind < KINDS; kind++) out[kind * STATE_COUNT + COLLAPSED] = 1;
  };
  return { at, fill };
}

function sumTerms(terms: Float64Array, cell: number, hits: Float64Array): number {
  let sum = 0;
  for (let term = 0; term < TERMS; term++) sum += hits[term] * terms[cell * TERMS + term];
  return sum;
}

/**
 * A cell's TERMS side by side: P(collapse by week 8), then P(collapse in week 9), 10, 11 and 12, by backward recursion over
 * the weeks to come; `counts` is 1 for the term that week j belongs to and 0 for the others:
 *
 *   value(state, j) = Σ over next P(state → next in week j) × (counts(j) if next is the collapse, else value(next, j + 1))
 */
function computeTerms(people: Population, entity: number, week: number, lastContact: number): Float64Array {
  const terms = new Float64Array(CELLS * TERMS);
  const steps = newSteps();
  for (let j = HORIZON_WEEKS - 1; j >= 0; j--) {
    const account = accountDanger(people, entity, week + j);
    const renewal = renewalDanger(people, entity, week + j);
    const isFresh = isContactFresh(lastContact, week + j);
    for (let kind = 0; kind < KINDS; kind++) {
      pullBack(terms, kind * STATE_COUNT * TERMS, fillSteps(steps, account, renewal, kind, isFresh), j);
    }
  }
  return terms;
}

/** One week of the recursion for one kind, in place. */
function pullBack(terms: Float64Array, at: number, p: Steps, j: number): void {
  const termOfWeek = Math.max(0, j - LAST_CERTAIN_WEEK);
  for (let term = 0; term < TERMS; term++) {
    const counts = term === termOfWeek ? 1 : 0;
    const healthy = at + HEALTHY * TERMS + term;
    const strained = at + STRAINED * TERMS + term;
    const fading = at + FADING * TERMS + term;
    const leaving = at + LEAVING * TERMS + term;
    const [h, s, f, l] = [terms[healthy], terms[strained], terms[fading], terms[leaving]];
    terms[healthy] =
      h * (1 - p.healthyToStrained - p.healthyToFading) + s * p.healthyToStrained + f * p.healthyToFading;
    terms[strained] =
      h * p.strainedToHealthy + s * (1 - p.strainedToHealthy - p.strainedToLeaving) + l * p.strainedToLeaving;
    terms[fading] = h * p.fadingToHealthy + f * (1 - p.fadingToHealthy - p.fadingToLeaving) + l * p.fadingToLeaving;
    terms[leaving] =
      f * p.leavingToFading + l * (1 - p.leavingToFading - p.leavingToCollapsed) + counts * p.leavingToCollapsed;
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
