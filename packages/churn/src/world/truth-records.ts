import { epochDay, type IdsInTime, RowBuffer, type WeeklyClock } from '@applied-modeling/synthetic';
import { eligibility, labelContract } from '../label.ts';
import { createCollapseChance } from './collapse-chance.ts';
import { BELIEF_WIDTH, STATE_COUNT } from './dynamics.ts';
import type { Oracle } from './oracle.ts';
import { PERSUASIONS, STATES, seasonFactor } from './planted.ts';
import type { Population } from './population.ts';
import type { Stepper } from './stepper.ts';

const BASELINE_WEEKS = labelContract.baselineDays / 7;

/** Accounts sign up on Mondays and are scored on Mondays. */
const MINIMUM_TENURE_WEEKS = Math.ceil(eligibility.minimumTenureDays / 7);

/**
 * The hidden truth at one decision, before the week begins: both ceilings and both potential outcomes for every account that
 * could be scored. For four weeks after a migration the account appears under its old id too, because that is how long a
 * decision may still see it there.
 */
export function createTruthRecorder(people: Population, accounts: IdsInTime, clock: WeeklyClock) {
  const truth = new RowBuffer({
    account_id: accounts.ids,
    state: STATES,
    persuasion: PERSUASIONS,
    p0_clairvoyant: Float64Array,
    p1_clairvoyant: Float64Array,
    p0_observable: Float64Array,
    decided_on: Int32Array,
  });
  const chance = createCollapseChance(people);
  const untouched = new Float64Array(BELIEF_WIDTH);

  return (world: Stepper, oracle: Oracle) => {
    const week = world.weeks.length;
    truth.clear();
    for (let i = 0; i < people.entities; i++) {
      if (people.signupWeek[i] > week - MINIMUM_TENURE_WEEKS || world.closedAt[i] <= week - BASELINE_WEEKS) continue;
      const hits = chance.hits(i, baselineRatio(world, i));
      chance.fill(untouched, hits, i, week, world.lastContact[i]);
      const belief = oracle.belief(i);
      let observable = 0;
      for (let cell = 0; cell < BELIEF_WIDTH; cell++) observable += belief[cell] * untouched[cell];
      const state = world.weeks[week - 1].state[i];
      const hidden = people.persuasion[i] * STATE_COUNT + state;
      const contacted = chance.at(hidden, hits, i, week, week);
      const current = accounts.idOf(i, week);
      const previous = accounts.idOf(i, week - 4);
      for (const account of previous === current ? [current] : [current, previous]) {
        const at = truth.add();
        truth.values.account_id[at] = account;
        truth.values.state[at] = state;
        truth.values.persuasion[at] = people.persuasion[i];
        truth.values.p0_clairvoyant[at] = untouched[hidden];
        truth.values.p1_clairvoyant[at] = contacted;
        truth.values.p0_observable[at] = Math.min(1, observable);
        truth.values.decided_on[at] = epochDay(clock.startOf(week));
      }
    }
    return { truth };
  };
}

/** Observed seasonally adjusted daily baseline over the true healthy level, as the label contract defines the baseline. */
function baselineRatio(world: Stepper, entity: number): number {
  const week = world.weeks.length;
  const weeks = Math.min(BASELINE_WEEKS, week, week - world.people.signupWeek[entity]);
  let dbu = 0;
  let season = 0;
  for (let back = 1; back <= weeks; back++) {
    dbu += world.weeks[week - back].dbu[entity];
    season += seasonFactor(week - back);
  }
  return dbu / season / (7 * world.people.dbuPerDay[entity]);
}
