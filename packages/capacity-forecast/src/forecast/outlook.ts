import type { TableContract } from '@applied-modeling/lakehouse';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { Ingested } from '../domain.ts';
import { HOURS } from '../label.ts';
import * as tables from '../tables.ts';
import type { Panel } from './panel.ts';

/**
 * What is known ahead about a week: jobs on the schedule, tenants that have signed, launches that were announced, holidays.
 * Every row has the moment at which it could be known, and a plan reads what was available at its decision, about the future
 * and about the past alike. A launch is read by `available_at`; by `effective_on` the backtest would know half of them before
 * anybody did.
 */
export interface Outlook {
  /** Jobs, tenants, launches and holidays of the hours of a week as known at an hour after the epoch, into `out`. */
  addKnownNodes(out: Known, series: number, week: number, knownAt: number): void;
}

/** One value an hour of the week. */
export interface Known {
  readonly jobs: Float64Array;
  readonly tenants: Float64Array;
  /** Factor on everything but jobs and tenants. */
  readonly launches: Float64Array;
  readonly isHoliday: Uint8Array;
  /** Hours after the epoch at which the newest row that was used became available, by source; -∞ for none. */
  readonly availableAt: Record<KnownSource, number>;
}

export type KnownSource = 'scheduled_jobs' | 'tenants' | 'launches' | 'calendar';

export function newKnown(): Known {
  return {
    jobs: new Float64Array(HOURS),
    tenants: new Float64Array(HOURS),
    launches: new Float64Array(HOURS),
    isHoliday: new Uint8Array(HOURS),
    availableAt: { scheduled_jobs: 0, tenants: 0, launches: 0, calendar: 0 },
  };
}

/** Share of a job's nodes that is used in the end: nine in ten, as its contract says. */
const REALISED_SHARE = 0.9;

/** Nodes in some hours of every week from one day to another. Times are hours after the epoch; an end nobody knows is infinity. */
interface Change {
  readonly first: number;
  readonly hours: number;
  readonly nodes: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly availableAt: number;
  /** When a newer row about the same thing became available. */
  readonly supersededAt: number;
}

export interface Launch {
  readonly uplift: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly availableAt: number;
  /** From when a plan counts on it. */
  readonly visibleFrom: number;
}

/** The launches of every series. */
export type ReadLaunches = (ingested: Ingested, panel: Panel) => Promise<readonly (readonly Launch[])[]>;

export async function readOutlook(
  ingested: Ingested,
  panel: Panel,
  launches: readonly (readonly Launch[])[],
): Promise<Outlook> {
  const { ids } = panel;
  const jobs = await readChanges(ingested, tables.scheduledJobs, 'job_id', 'first_hour_of_week, hours', ids);
  const tenants = await readChanges(ingested, tables.tenants, 'tenant_id', ALL_HOURS, ids);
  const holidays = await readHolidays(ingested, panel);
  return {
    addKnownNodes: ({ availableAt, ...out }, series, week, knownAt) => {
      const from = week * HOURS;
      const [country, offset] = [panel.country[series], panel.utcOffsetHours[series]];
      availableAt.scheduled_jobs = fillNodes(out.jobs, jobs[series], REALISED_SHARE, from, knownAt);
      availableAt.tenants = fillNodes(out.tenants, tenants[series], 1, from, knownAt);
      availableAt.launches = fillLaunches(out.launches, launches[series], from, knownAt);
      availableAt.calendar = fillHolidays(out.isHoliday, holidays.get(country), from + offset, knownAt);
    },
  };
}

/** The newest clock of what was used, as of every function that fills; -∞ for none. */
type NewestClock = number;

function fillNodes(
  nodes: Float64Array,
  changes: readonly Change[],
  share: number,
  from: number,
  knownAt: number,
): NewestClock {
  nodes.fill(0);
  let newest = Number.NEGATIVE_INFINITY;
  for (const change of changes) {
    if (change.availableAt > knownAt || change.supersededAt <= knownAt) continue;
    const first = Math.max(change.first, change.startsAt - from);
    const last = Math.min(change.first + change.hours, change.endsAt - from);
    if (first >= last) continue;
    newest = Math.max(newest, change.availableAt);
    for (let hour = first; hour < last; hour++) nodes[hour] += share * change.nodes;
  }
  return newest;
}

function fillLaunches(factor: Float64Array, launches: readonly Launch[], from: number, knownAt: number): NewestClock {
  factor.fill(1);
  let newest = Number.NEGATIVE_INFINITY;
  for (const { uplift, startsAt, endsAt, visibleFrom, availableAt } of launches) {
    if (visibleFrom > knownAt || startsAt >= from + HOURS || endsAt <= from) continue;
    newest = Math.max(newest, availableAt);
    for (let hour = Math.max(0, startsAt - from); hour < Math.min(HOURS, endsAt - from); hour++) {
      const day = Math.floor((from + hour - startsAt) / 24) * 24;
      factor[hour] *= 1 + uplift * (1 - day / (endsAt - startsAt));
    }
  }
  return newest;
}

/** `localFrom` is the local hour at which the week begins in UTC: a holiday lasts from local midnight to local midnight. */
function fillHolidays(
  isHoliday: Uint8Array,
  publishedAt: ReadonlyMap<number, number> | undefined,
  localFrom: number,
  knownAt: number,
): NewestClock {
  isHoliday.fill(0);
  let newest = Number.NEGATIVE_INFINITY;
  for (let hour = 0; hour < HOURS; ) {
    const day = Math.floor((localFrom + hour) / 24);
    const end = Math.min(HOURS, Math.ceil(24 * (day + 1) - localFrom));
    const published = publishedAt?.get(day) ?? Number.POSITIVE_INFINITY;
    if (published <= knownAt) {
      isHoliday.fill(1, hour, end);
      newest = Math.max(newest, published);
    }
    hour = end;
  }
  return newest;
}

const ALL_HOURS = `0 AS first_hour_of_week, ${HOURS} AS hours`;

/** Rows of a table in which a later row about the same id replaces the earlier one, by series. */
async function readChanges(
  { lake, relation, calendar }: Ingested,
  contract: TableContract,
  id: string,
  hoursOfWeek: string,
  ids: readonly string[],
): Promise<readonly (readonly Change[])[]> {
  const bySeries: Change[][] = ids.map(() => []);
  const source = relation(contract);
  if (source === undefined) return bySeries;
  const numberOf = new Map(ids.map((name, index) => [name, index]));
  const at = (column: string) => hoursAfter(calendar.epoch, column);
  const rows = await lake.query(
    `SELECT series_id, ${hoursOfWeek}, nodes, ${at('starts_on')} AS starts_at, ${at('ends_on')} AS ends_at, ${at('available_at')} AS available_at,
       ${at(`lead(available_at) OVER (PARTITION BY ${id} ORDER BY available_at)`)} AS superseded_at
     FROM ${source} ORDER BY series_id, ${id}, available_at`,
  );
  const orNever = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  for (const [row, name] of rows.strings('series_id').entries()) {
    const series = numberOf.get(name);
    if (series === undefined) continue;
    bySeries[series].push({
      first: rows.integers('first_hour_of_week')[row],
      hours: rows.integers('hours')[row],
      nodes: rows.integers('nodes')[row],
      startsAt: rows.numbers('starts_at')[row],
      endsAt: orNever(rows.numbers('ends_at')[row]),
      availableAt: rows.numbers('available_at')[row],
      supersededAt: orNever(rows.numbers('superseded_at')[row]),
    });
  }
  return bySeries;
}

/** A launch is known from its announcement. */
export const announcedLaunches: ReadLaunches = async ({ lake, relation, calendar }, { ids, region, family }) => {
  const bySeries: Launch[][] = ids.map(() => []);
  const source = relation(tables.launches);
  if (source === undefined) return bySeries;
  const at = (column: string) => hoursAfter(calendar.epoch, column);
  const rows = await lake.query(
    `SELECT region, family, uplift, ${at('effective_on')} AS starts_at, ${at('ends_on')} AS ends_at, ${at('available_at')} AS available_at
     FROM ${source} ORDER BY launch_id`,
  );
  const families = rows.nullableStrings('family');
  for (const [row, name] of rows.strings('region').entries()) {
    const availableAt = rows.numbers('available_at')[row];
    const launch = {
      uplift: rows.numbers('uplift')[row],
      startsAt: rows.numbers('starts_at')[row],
      endsAt: rows.numbers('ends_at')[row],
      availableAt,
      visibleFrom: availableAt,
    };
    for (let series = 0; series < ids.length; series++) {
      if (region[series] === name && (families[row] ?? family[series]) === family[series])
        bySeries[series].push(launch);
    }
  }
  return bySeries;
};

/** Country → local day after the epoch → when the holiday was published. */
async function readHolidays({ lake, relation, calendar }: Ingested, { country }: Panel) {
  const days = new Map<string, Map<number, number>>(country.map((name) => [name, new Map()]));
  const source = relation(tables.calendar);
  if (source === undefined) return days;
  const rows = await lake.query(
    `SELECT country, ${hoursAfter(calendar.epoch, 'holiday_date')} / 24 AS day, ${hoursAfter(calendar.epoch, 'available_at')} AS available_at
     FROM ${source} ORDER BY country, holiday_date, holiday`,
  );
  for (const [row, name] of rows.strings('country').entries()) {
    days.get(name)?.set(Math.round(rows.numbers('day')[row]), rows.numbers('available_at')[row]);
  }
  return days;
}

function hoursAfter(epoch: number, column: string): string {
  return `((epoch_ms(${column}) - ${epoch}) / ${MS_PER_HOUR}.0)::DOUBLE`;
}
