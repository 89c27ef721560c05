import type { StageColumns } from '@applied-modeling/lakehouse';
import {
  epochDay,
  lognormal,
  MS_PER_DAY,
  MS_PER_HOUR,
  randomStream,
  type WeeklyClock,
} from '@applied-modeling/synthetic';
import { COLLAPSED, REGIONS, SEGMENTS } from './planted.ts';
import { COMMITMENT_WEEKS, NEVER, type Population, weeksToRenewal } from './population.ts';
import type { Stepper } from './stepper.ts';
import type { AccountIndex } from './usage-records.ts';

/**
 * The slow tables: who the accounts are, what they committed to, who was contacted, what happened to them, and what the CRM
 * says tonight. Columns come out as arrays ready to be staged; dates as days since 1970, instants as milliseconds.
 */

/** The ids accounts are billed under: one an entity, and another for each migration within the history. */
export interface AccountIds {
  readonly ids: readonly string[];
  /** Entity behind each id. */
  readonly entityOf: Int32Array;
  readonly accountOf: AccountIndex;
}

export function assignAccountIds(people: Population, weeks: number): AccountIds {
  const successor = new Int32Array(people.entities).fill(-1);
  const entityOf = Array.from({ length: people.entities }, (_, i) => i);
  for (let i = 0; i < people.entities; i++) {
    if (people.migrationWeek[i] >= weeks || people.migrationWeek[i] <= people.signupWeek[i]) continue;
    successor[i] = entityOf.length;
    entityOf.push(i);
  }
  return {
    ids: entityOf.map((_, index) => accountId(index)),
    entityOf: Int32Array.from(entityOf),
    accountOf: (i, week) => (successor[i] >= 0 && week >= people.migrationWeek[i] ? successor[i] : i),
  };
}

/** The id of the account with this index. */
export const accountId = (index: number) => `acct-${String(index + 1).padStart(5, '0')}`;

const nightAfter = (ms: number) => Math.floor(ms / MS_PER_DAY) * MS_PER_DAY + MS_PER_DAY + 2 * MS_PER_HOUR;

export function accountColumns(people: Population, { ids, entityOf }: AccountIds, clock: WeeklyClock): StageColumns {
  const signupMs = ids.map((_, index) => {
    const entity = entityOf[index];
    return clock.startOf(index < people.entities ? people.signupWeek[entity] : people.migrationWeek[entity]);
  });
  const cloudOf = [0, 0, 0, 0, 0, 0, 1, 1, 2];
  return {
    account_id: ids,
    segment: { codes: Uint8Array.from(entityOf, (i) => people.segment[i]), dictionary: SEGMENTS },
    cloud: {
      codes: Uint8Array.from(entityOf, (i) => cloudOf[people.region[i]]),
      dictionary: ['aws', 'azure', 'gcp'],
    },
    region: { codes: Uint8Array.from(entityOf, (i) => people.region[i]), dictionary: REGIONS },
    arr_usd: Float64Array.from(entityOf, (i) => people.arrUsd[i]),
    signup_date: Int32Array.from(signupMs, epochDay),
    available_at: Float64Array.from(signupMs, nightAfter),
  };
}

/** Every commitment that began within the history; an account renews automatically unless it has collapsed. */
export function contractColumns(world: Stepper, accounts: AccountIds, clock: WeeklyClock): StageColumns {
  const { people, weeks } = world;
  const rows: { id: string; startMs: number; knownMs: number }[] = [];
  for (let i = 0; i < people.entities; i++) {
    const first = Math.max(0, people.signupWeek[i]);
    for (let week = first; week < weeks.length; week++) {
      const migrates = week === people.migrationWeek[i];
      const isRenewal = weeksToRenewal(people.signupWeek[i], week) === COMMITMENT_WEEKS;
      if (!migrates && !isRenewal && week !== first) continue;
      if (weeks[week].state[i] === COLLAPSED || world.closedAt[i] <= week) break;
      const startWeek = week - COMMITMENT_WEEKS + weeksToRenewal(people.signupWeek[i], week);
      const knownMs = nightAfter(clock.startOf(week === first ? startWeek : week));
      rows.push({ id: accounts.ids[accounts.accountOf(i, week)], startMs: clock.startOf(startWeek), knownMs });
    }
  }
  return {
    account_id: rows.map((row) => row.id),
    commit_start: Int32Array.from(rows, (row) => epochDay(row.startMs)),
    commit_end: Int32Array.from(rows, (row) => epochDay(row.startMs) + 7 * COMMITMENT_WEEKS),
    available_at: Float64Array.from(rows, (row) => row.knownMs),
  };
}

/** The watch-list of every week, known to everybody on the Monday it was made. */
export function contactColumns(world: Stepper, accounts: AccountIds, clock: WeeklyClock): StageColumns {
  const entries = world.weeks.flatMap(({ week, flagged }) => flagged.map((entry) => ({ week, ...entry })));
  return {
    account_id: entries.map(({ entity, week }) => accounts.ids[accounts.accountOf(entity, week)]),
    assigned_by: entries.map((entry) => entry.assignedBy),
    propensity: Float64Array.from(entries, (entry) => entry.propensity),
    is_contacted: Uint8Array.from(entries, (entry) => Number(entry.isContacted)),
    is_holdout: Uint8Array.from(entries, ({ entity }) => world.people.isHoldout[entity]),
    contact_date: Int32Array.from(entries, ({ week }) => epochDay(clock.startOf(week))),
    available_at: Float64Array.from(entries, ({ week }) => clock.startOf(week) + 7 * MS_PER_HOUR),
  };
}

/** Migrations and pauses are learnt with a delay of weeks, closures the night they happen. */
export function eventColumns(seed: number, world: Stepper, accounts: AccountIds, clock: WeeklyClock): StageColumns {
  const { people } = world;
  const random = randomStream(seed, 'account-events');
  const weeks = world.weeks.length;
  const rows: {
    id: string;
    event: string;
    successor: string | null;
    startMs: number;
    endMs: number;
    knownMs: number;
  }[] = [];
  for (let i = 0; i < people.entities; i++) {
    const idAt = (week: number) => accounts.ids[accounts.accountOf(i, week)];
    const learnt = (ms: number, medianDays: number, draw: number) =>
      nightAfter(ms + lognormal(medianDays, 0.6, random.normal(i, 0, draw)) * MS_PER_DAY);
    const isAlive = (week: number) => week < weeks && week > people.signupWeek[i] && world.closedAt[i] > week;
    const migration = people.migrationWeek[i];
    if (migration !== NEVER && isAlive(migration)) {
      const startMs = clock.startOf(migration);
      const knownMs = learnt(startMs, 21, 1);
      rows.push({
        id: idAt(migration - 1),
        event: 'migration',
        successor: idAt(migration),
        startMs,
        endMs: 0,
        knownMs,
      });
    }
    const pause = people.pauseWeek[i];
    if (pause !== NEVER && isAlive(pause)) {
      const startMs = clock.startOf(pause);
      const endMs = clock.startOf(pause + people.pauseWeeks[i]);
      rows.push({ id: idAt(pause), event: 'pause', successor: null, startMs, endMs, knownMs: learnt(startMs, 10, 2) });
    }
    if (world.closedAt[i] < weeks) {
      const startMs = clock.startOf(world.closedAt[i]);
      rows.push({
        id: idAt(world.closedAt[i]),
        event: 'closure',
        successor: null,
        startMs,
        endMs: 0,
        knownMs: nightAfter(startMs),
      });
    }
  }
  return {
    account_id: rows.map((row) => row.id),
    event: rows.map((row) => row.event),
    successor_account_id: rows.map((row) => row.successor),
    starts_on: Int32Array.from(rows, (row) => epochDay(row.startMs)),
    ends_on: {
      values: Int32Array.from(rows, (row) => epochDay(row.endMs)),
      nulls: Uint8Array.from(rows, (row) => (row.endMs === 0 ? 1 : 0)),
    },
    available_at: Float64Array.from(rows, (row) => row.knownMs),
  };
}

/**
 * What the CRM says on one night. Within two weeks of a collapse somebody writes it down, over whatever stood there before;
 * until then the fields are noise. Read today, they look like the best predictors there ever were.
 */
export function crmColumns(
  seed: number,
  world: Stepper,
  accounts: AccountIds,
  nightMs: number,
  clock: WeeklyClock,
): StageColumns {
  const random = randomStream(seed, 'crm');
  const week = clock.weekOf(nightMs);
  const present = accounts.ids.flatMap((_, index) => {
    const entity = accounts.entityOf[index];
    return world.people.signupWeek[entity] <= week && accounts.accountOf(entity, week) === index ? [index] : [];
  });
  const isWrittenOff = (index: number) => {
    const entity = accounts.entityOf[index];
    const collapse = world.collapsedAt[entity];
    return collapse < NEVER && nightMs >= clock.startOf(collapse) + random.uniform(entity, 0) * 14 * MS_PER_DAY;
  };
  const health = (index: number) => {
    const u = random.uniform(accounts.entityOf[index], 1);
    return isWrittenOff(index) ? (u < 0.93 ? 2 : 1) : u < 0.8 ? 0 : u < 0.95 ? 1 : 2;
  };
  const stage = (index: number) => {
    const entity = accounts.entityOf[index];
    if (isWrittenOff(index)) return random.uniform(entity, 2) < 0.9 ? 2 : 1;
    return weeksToRenewal(world.people.signupWeek[entity], week) < 13 ? 1 : 0;
  };
  const sentiment = (index: number) => {
    const mean = isWrittenOff(index) ? -0.6 : 0.25;
    return Math.max(-1, Math.min(1, mean + 0.22 * random.normal(accounts.entityOf[index], 3)));
  };
  const workspaces = (index: number) =>
    isWrittenOff(index)
      ? random.uniform(accounts.entityOf[index], 4) < 0.85
        ? 0
        : 1
      : 1 + random.poisson(1.4, accounts.entityOf[index], 5);
  return {
    account_id: present.map((index) => accounts.ids[index]),
    health_status: { codes: Uint8Array.from(present, health), dictionary: ['green', 'yellow', 'red'] },
    stage: { codes: Uint8Array.from(present, stage), dictionary: ['active', 'renewal', 'closed_lost'] },
    last_note_sentiment: Float64Array.from(present, sentiment),
    current_workspace_count: Int32Array.from(present, workspaces),
    updated_at: new Float64Array(present.length).fill(nightMs),
  };
}
