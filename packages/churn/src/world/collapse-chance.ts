import { normalCdf } from '@applied-modeling/synthetic';
import { accountDanger, fillSteps, isContactFresh, KINDS, newSteps, renewalDanger, STATE_COUNT } from './dynamics.ts';
import { COLLAPSED, FADING, HEALTHY, LEAVING, STRAINED, usage } from './planted.ts';
import type { Population } from './population.ts';

/** A collapse from week 13 on comes too late to empty the label window (days 60 to 88). */
const HORIZON_WEEKS = 13;

/**
 * P(the label becomes 1 | kind, state before the decision) for every belief cell, by backward recursion over the weeks to come:
 *
 *   value(state, j) = Σ over next P(state → next in week j) × (labelChance(j) if next is the collapse, else value(next, j + 1))
 *
 * `baselineRatio` is the observed daily baseline over the account's true healthy level. Nobody contacts the account from
 * `week` on, unless `lastContact` is `week` itself: the two calls give the two potential outcomes.
 */
export function fillCollapseChance(
  out: Float64Array,
  people: Population,
  entity: number,
  week: number,
  baselineRatio: number,
  lastContact: number,
): void {
  out.fill(0);
  const steps = newSteps();
  for (let j = HORIZON_WEEKS - 1; j >= 0; j--) {
    const account = accountDanger(people, entity, week + j);
    const renewal = renewalDanger(people, entity, week + j);
    const isFresh = isContactFresh(lastContact, week + j);
    const hit = labelChance(j, baselineRatio, people.workdaysOnly[entity] === 1);
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
  for (let kind = 0; kind < KINDS; kind++) out[kind * STATE_COUNT + COLLAPSED] = 1;
}

/** Share of an ordinary 28-day window that lies before a collapse in week 9, 10, 11, 12: in days, workday accounts rescaled to 28. */
const DAYS_BEFORE = { everyDay: [3, 10, 17, 24], workdays: [1.4, 8.4, 15.4, 22.4] } as const;

/**
 * P(mean DBU of days 60 to 88 is below 30 % of the baseline | the account collapses at the start of week j).
 * Up to week 8 the whole window is empty; afterwards its first days still run at the leaving level, with lognormal noise.
 */
export function labelChance(j: number, baselineRatio: number, workdaysOnly: boolean): number {
  if (j <= 8) return 1;
  const days = DAYS_BEFORE[workdaysOnly ? 'workdays' : 'everyDay'][j - 9];
  const allowed = 0.3 * 28 * baselineRatio - usage.level[COLLAPSED] * (28 - days);
  if (allowed <= 0) return 0;
  const sigma = usage.weekSigma / Math.sqrt(Math.max(1, days / 7));
  return normalCdf((Math.log(allowed / (days * usage.level[LEAVING])) + (sigma * sigma) / 2) / sigma);
}
