import type { PlainRow } from '@applied-modeling/lakehouse';
import {
  epochDay,
  type IdsInTime,
  lognormal,
  MS_PER_DAY,
  MS_PER_HOUR,
  nightAfter,
  randomStream,
  type WeeklyClock,
} from '@applied-modeling/synthetic';
import { COLLAPSED, COMMITMENT_WEEKS, PLACES, SEGMENTS, seasonFactor } from './planted.ts';
import { NEVER, type Population, weeksToRenewal } from './population.ts';
import type { Stepper } from './stepper.ts';

/**
 * The slow tables, as rows of their contracts: who the accounts are, what they committed to, who was contacted, what happened to
 * them, and what the CRM says tonight.
 */

export function accountRows(people: Population, { ids, entityOf }: IdsInTime, clock: WeeklyClock) {
  return entityOf.map((i, account) => {
    const signupMs = clock.startOf(account < people.entities ? people.signupWeek[i] : people.migrationWeek[i]);
    return {
      account_id: ids[account],
      segment: SEGMENTS[people.segment[i]],
      ...PLACES[people.region[i]],
      arr_usd: people.arrUsd[i],
      signup_date: epochDay(signupMs),
      available_at: nightAfter(signupMs),
    };
  });
}

/** The calendar is published a year ahead. */
export function calendarRows(clock: WeeklyClock, weeks: number) {
  return Array.from({ length: (weeks + 2 * 52) * 7 }, (_, at) => {
    const day = at - 52 * 7;
    return { calendar_date: epochDay(clock.epoch) + day, usage_factor: seasonFactor(Math.floor(day / 7)) };
  });
}

/** Every commitment that began within the history; an account renews automatically unless it has collapsed. */
export function contractRows(world: Stepper, { ids, idOf }: IdsInTime, clock: WeeklyClock) {
  const { people, weeks, closedAt } = world;
  const rows: PlainRow[] = [];
  for (let i = 0; i < people.entities; i++) {
    const first = Math.max(0, people.signupWeek[i]);
    for (let week = first; week < weeks.length; week++) {
      const left = weeksToRenewal(people.signupWeek[i], week);
      if (week !== first && week !== people.migrationWeek[i] && left !== COMMITMENT_WEEKS) continue;
      if (weeks[week].state[i] === COLLAPSED || closedAt[i] <= week) break;
      const startWeek = week - COMMITMENT_WEEKS + left;
      const commitStart = epochDay(clock.startOf(startWeek));
      rows.push({
        account_id: ids[idOf(i, week)],
        commit_start: commitStart,
        commit_end: commitStart + 7 * COMMITMENT_WEEKS,
        available_at: nightAfter(clock.startOf(week === first ? startWeek : week)),
      });
    }
  }
  return rows;
}

/** The watch-list of every week, known to everybody on the Monday it was made. */
export function contactRows({ people, weeks }: Stepper, { ids, idOf }: IdsInTime, clock: WeeklyClock) {
  return weeks.flatMap(({ week, flagged }) =>
    flagged.map(({ entity, assignedBy, propensity, isContacted }) => ({
      account_id: ids[idOf(entity, week)],
      assigned_by: assignedBy,
      propensity,
      is_contacted: isContacted,
      is_holdout: people.isHoldout[entity],
      contact_date: epochDay(clock.startOf(week)),
      available_at: clock.startOf(week) + 7 * MS_PER_HOUR,
    })),
  );
}

/** Migrations and pauses are learnt with a delay of weeks, closures the night they happen. */
export function eventRows(seed: number, world: Stepper, { ids, idOf }: IdsInTime, clock: WeeklyClock) {
  const { people, closedAt } = world;
  const random = randomStream(seed, 'account-events');
  const weeks = world.weeks.length;
  const learnt = (i: number, week: number, medianDays: number, draw: number) =>
    nightAfter(clock.startOf(week) + lognormal(medianDays, 0.6, random.normal(i, 0, draw)) * MS_PER_DAY);
  const rows: PlainRow[] = [];
  const add = (event: string, week: number, account: number, availableAt: number, more?: PlainRow) => {
    const startsOn = epochDay(clock.startOf(week));
    rows.push({ account_id: ids[account], event, starts_on: startsOn, available_at: availableAt, ...more });
  };
  for (let i = 0; i < people.entities; i++) {
    const [migration, pause, closure] = [people.migrationWeek[i], people.pauseWeek[i], closedAt[i]];
    const isAlive = (week: number) => week < weeks && week > people.signupWeek[i] && closure > week;
    if (isAlive(migration)) {
      const successor = { successor_account_id: ids[idOf(i, migration)] };
      add('migration', migration, idOf(i, migration - 1), learnt(i, migration, 21, 1), successor);
    }
    if (isAlive(pause)) {
      const end = { ends_on: epochDay(clock.startOf(pause + people.pauseWeeks[i])) };
      add('pause', pause, idOf(i, pause), learnt(i, pause, 10, 2), end);
    }
    if (closure < weeks) add('closure', closure, idOf(i, closure), nightAfter(clock.startOf(closure)));
  }
  return rows;
}

/**
 * What the CRM says on one night. Within two weeks of a collapse somebody writes it down, over whatever stood there before;
 * until then the fields are noise. Read today, they look like the best predictors there ever were.
 */
export function crmRows(seed: number, world: Stepper, accounts: IdsInTime, clock: WeeklyClock, nightMs: number) {
  const random = randomStream(seed, 'crm');
  const { people, collapsedAt } = world;
  const week = clock.weekOf(nightMs);
  const fieldsOf = (i: number) => {
    const [health, stage, workspaces] = [random.uniform(i, 1), random.uniform(i, 2), random.uniform(i, 4)];
    const isRenewing = weeksToRenewal(people.signupWeek[i], week) < 13;
    return {
      health_status: health < 0.8 ? 'green' : health < 0.95 ? 'yellow' : 'red',
      stage: isRenewing ? 'renewal' : 'active',
      last_note_sentiment: bounded(0.25 + 0.22 * random.normal(i, 3)),
      current_workspace_count: 1 + random.poisson(1.4, i, 5),
      ...(isWrittenOff(i) && {
        health_status: health < 0.93 ? 'red' : 'yellow',
        stage: stage < 0.9 ? 'closed_lost' : 'renewal',
        last_note_sentiment: bounded(-0.6 + 0.22 * random.normal(i, 3)),
        current_workspace_count: workspaces < 0.85 ? 0 : 1,
      }),
    };
  };
  const isWrittenOff = (i: number) =>
    collapsedAt[i] < NEVER && nightMs >= clock.startOf(collapsedAt[i]) + random.uniform(i, 0) * 14 * MS_PER_DAY;
  const bounded = (sentiment: number) => Math.max(-1, Math.min(1, sentiment));
  const present = Array.from(people.signupWeek.keys()).filter((i) => people.signupWeek[i] <= week);
  const idOf = (i: number) => accounts.ids[accounts.idOf(i, week)];
  return present.map((i) => ({ account_id: idOf(i), ...fieldsOf(i), updated_at: nightMs }));
}
