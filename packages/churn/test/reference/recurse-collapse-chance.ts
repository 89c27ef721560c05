import { type CollapseLabel, createLabelChance } from '../../src/world/collapse-chance.ts';
import { KINDS, STATE_COUNT, stepsOf } from '../../src/world/dynamics.ts';
import { COLLAPSED } from '../../src/world/planted.ts';
import type { Population } from '../../src/world/population.ts';

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
  { baselineRatio, lastContact, label }: { baselineRatio: number; lastContact: number; label: CollapseLabel },
): void {
  const labelChance = createLabelChance(label);
  const weeks = Math.ceil((label.leadDays + label.windowDays) / 7);
  for (let kind = 0; kind < KINDS; kind++) {
    let value = STATES.map(() => 0);
    for (let j = weeks - 1; j >= 0; j--) {
      const steps = stepsOf(people, entity, week + j, lastContact)[kind];
      const hit = labelChance(j, baselineRatio, people.workdaysOnly[entity] === 1);
      const after = value.with(COLLAPSED, hit);
      value = STATES.map((state) => STATES.reduce((sum, to) => sum + steps[state * STATE_COUNT + to] * after[to], 0));
    }
    out.set(value.with(COLLAPSED, 1), kind * STATE_COUNT);
  }
}

const STATES = Array.from({ length: STATE_COUNT }, (_, state) => state);
