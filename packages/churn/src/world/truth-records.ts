import { epochDay, type WeeklyClock } from '@applied-modeling/synthetic';
import { createCollapseChance } from './collapse-chance.ts';
import { STATE_COUNT } from './dynamics.ts';
import { BELIEF_WIDTH, type Oracle } from './oracle.ts';
import type { Population } from './population.ts';
import { seasonFactor } from './season.ts';
import type { Stepper } from './stepper.ts';
import type { AccountIndex } from './usage-records.ts';

/** The hidden truth at one decision, before the week begins: parallel arrays of which the first `rows` entries count. */
export interface TruthRecords {
  rows: number;
  readonly account: Int32Array;
  readonly state: Uint8Array;
  readonly persuasion: Uint8Array;
  readonly p0Clairvoyant: Float64Array;
  readonly p1Clairvoyant: Float64Array;
  readonly p0Observable: Float64Array;
  readonly day: Int32Array;
}

const BASELINE_WEEKS = 12;
const MINIMUM_TENURE_WEEKS = 4;

/**
 * Both ceilings and both potential outcomes for every account that could be scored. For four weeks after a migration the
 * account appears under its old id too, because that is how long a decision may still see it there.
 */
export function createTruthRecorder(people: Population, clock: WeeklyClock, accountOf: AccountIndex) {
  const capacity = people.entities * 2;
  const rows: TruthRecords = {
    rows: 0,
    account: new Int32Array(capacity),
    state: new Uint8Array(capacity),
    persuasion: new Uint8Array(capacity),
    p0Clairvoyant: new Float64Array(capacity),
    p1Clairvoyant: new Float64Array(capacity),
    p0Observable: new Float64Array(capacity),
    day: new Int32Array(capacity),
  };
  const chance = createCollapseChance(people);
  const untouched = new Float64Array(BELIEF_WIDTH);

  return (world: Stepper, oracle: Oracle): TruthRecords => {
    const week = world.weeks.length;
    rows.rows = 0;
    for (let i = 0; i < people.entities; i++) {
      if (people.signupWeek[i] > week - MINIMUM_TENURE_WEEKS || world.closedAt[i] <= week - BASELINE_WEEKS) continue;
      const ratio = baselineRatio(world, i);
      chance.fill(untouched, i, week, ratio, world.lastContact[i]);
      const belief = oracle.belief(i);
      let observable = 0;
      for (let cell = 0; cell < BELIEF_WIDTH; cell++) observable += belief[cell] * untouched[cell];
      const state = world.weeks[week - 1].state[i];
      const hidden = people.persuasion[i] * STATE_COUNT + state;
      const contacted = chance.at(hidden, i, week, ratio, week);
      const current = accountOf(i, week);
      const previous = accountOf(i, week - 4);
      for (const account of previous === current ? [current] : [current, previous]) {
        const at = rows.rows++;
        rows.account[at] = account;
        rows.state[at] = state;
        rows.persuasion[at] = people.persuasion[i];
        rows.p0Clairvoyant[at] = untouched[hidden];
        rows.p1Clairvoyant[at] = contacted;
        rows.p0Observable[at] = Math.min(1, observable);
        rows.day[at] = epochDay(clock.startOf(week));
      }
    }
    return rows;
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
