import { labelChance } from '../../src/world/collapse-chance.ts';
import {
  accountDanger,
  fillSteps,
  isContactFresh,
  KINDS,
  newSteps,
  renewalDanger,
  STATE_COUNT,
} from '../../src/world/dynamics.ts';
import { COLLAPSED, FADING, HEALTHY, LEAVING, STRAINED } from '../../src/world/planted.ts';
import type { Population } from '../../src/world/population.ts';

const HORIZON_WEEKS = 13;

/**
 * P(the label becomes 1) for one account as a single backward recursion, nothing remembered from one account to the next:
 *
 *   value(state, j) = Σ over next P(state → next in week j) × (labelChance(j) if next is the collapse, else value(next, j + 1))
 */
export function recurseCollapseChance(
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
