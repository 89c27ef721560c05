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
  /** Nodes of jobs and tenants in the hours of a week, into `out`; returns the newest clock they were made from. */
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

/** Hours after the epoch for every time; an end that nobody knows is infinity. */
interface Job {
  readonly first: number;
  readonly hours: number;
  readonly nodes: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly availableAt: number;
  /** When a newer row about the same thing became available. */
  readonly supersededAt: number;
}
type Tenant = Omit<Job, 'first' | 'hours'>;
interface Launch {
  readonly uplift: number;
  /** `availableAt`, unless the reader is careless. */
  readonly visibleFrom: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly availableAt: number;
}

/** `careless` reads launches by when they took effect: the planted leak, and nothing else. */
export async function readOutlook(ingested: Ingested, panel: Panel, careless = false): Promise<Outlook> {
  const { ids } = panel;
  const jobs = await readJobs(ingested, ids);
  const tenants = await readTenants(ingested, ids);
  const launches = await readLaunches(ingested, panel, careless);
  const holidays = await readHolidays(ingested, panel);
  return {
    addKnownNodes: (out, series, week, knownAt) => {
      const from = week * HOURS;
      fillJobs(out, jobs[series], from, knownAt);
      fillTenants(out, tenants[series], from, knownAt);
      fillLaunches(out, launches[series], from, knownAt);
      fillHolidays(out, holidays.get(panel.country[series]), panel.utcOffsetHours[series], from, knownAt);
    },
  };
}

function fillJobs({ jobs, availableAt }: Known, known: readonly Job[], from: number, knownAt: number): void {
  jobs.fill(0);
  availableAt.scheduled_jobs = Number.NEGATIVE_INFINITY;
  for (const job of known) {
    if (job.availableAt > knownAt || job.supersededAt <= knownAt || job.startsAt > from || job.endsAt <= from) continue;
    availableAt.scheduled_jobs = Math.max(availableAt.scheduled_jobs, job.availableAt);
    for (let hour = job.first; hour < job.first + job.hours; hour++) jobs[hour] += REALISED_SHARE * job.nodes;
  }
}

function fillTenants({ tenants, availableAt }: Known, known: readonly Tenant[], from: number, knownAt: number): void {
  tenants.fill(0);
  availableAt.tenants = Number.NEGATIVE_INFINITY;
  for (const tenant of known) {
    if (tenant.availableAt > knownAt || tenant.supersededAt <= knownAt) continue;
    const [first, last] = [Math.max(tenant.startsAt - from, 0), Math.min(tenant.endsAt - from, HOURS)];
    if (first >= last) continue;
    availableAt.tenants = Math.max(availableAt.tenants, tenant.availableAt);
    for (let hour = first; hour < last; hour++) tenants[hour] += tenant.nodes;
  }
}

function fillLaunches({ launches, availableAt }: Known, known: readonly Launch[], from: number, knownAt: number): void {
  launches.fill(1);
  availableAt.launches = Number.NEGATIVE_INFINITY;
  for (const { uplift, startsAt, endsAt, visibleFrom, availableAt: announcedAt } of known) {
    if (visibleFrom > knownAt || startsAt >= from + HOURS || endsAt <= from) continue;
    availableAt.launches = Math.max(availableAt.launches, announcedAt);
    for (let hour = Math.max(0, startsAt - from); hour < Math.min(HOURS, endsAt - from); hour++) {
      const day = Math.floor((from + hour - startsAt) / 24) * 24;
      launches[hour] *= 1 + uplift * (1 - day / (endsAt - startsAt));
    }
  }
}

function fillHolidays(
  { isHoliday, availableAt }: Known,
  days: ReadonlyMap<number, number> | undefined,
  offset: number,
  from: number,
  knownAt: number,
): void {
  isHoliday.fill(0);
  availableAt.calendar = Number.NEGATIVE_INFINITY;
  if (days === undefined) return;
  for (let hour = 0; hour < HOURS; ) {
    const day = Math.floor((from + hour + offset) / 24);
    const end = Math.min(HOURS, Math.ceil(24 * (day + 1) - offset - from));
    const published = days.get(day);
    if (published !== undefined && published <= knownAt) {
      isHoliday.fill(1, hour, end);
      availableAt.calendar = Math.max(availableAt.calendar, published);
    }
    hour = end;
  }
}

async function readJobs(ingested: Ingested, ids: readonly string[]): Promise<readonly (readonly Job[])[]> {
  return readChanges(
    ingested,
    tables.scheduledJobs,
    'job_id',
    'first_hour_of_week, hours',
    ids,
    (rows, row, shared) => ({
      ...shared,
      first: rows.integers('first_hour_of_week')[row],
      hours: rows.integers('hours')[row],
    }),
  );
}

async function readTenants(ingested: Ingested, ids: readonly string[]): Promise<readonly (readonly Tenant[])[]> {
  return readChanges(ingested, tables.tenants, 'tenant_id', '0 AS no_hours', ids, (_, __, shared) => shared);
}

type Rows = Awaited<ReturnType<Ingested['lake']['query']>>;

/** Rows of a table in which a later row about the same id replaces the earlier one, by series. */
async function readChanges<Row>(
  { lake, relation, calendar }: Ingested,
  contract: TableContract,
  id: string,
  further: string,
  ids: readonly string[],
  toRow: (rows: Rows, row: number, shared: Tenant) => Row,
): Promise<readonly (readonly Row[])[]> {
  const bySeries: Row[][] = ids.map(() => []);
  const source = relation(contract);
  if (source === undefined) return bySeries;
  const numberOf = new Map(ids.map((name, index) => [name, index]));
  const at = (column: string) => hoursAfter(calendar.epoch, column);
  const rows = await lake.query(
    `SELECT series_id, nodes, ${further}, ${at('starts_on')} AS starts_at, ${at('ends_on')} AS ends_at, ${at('available_at')} AS available_at,
       ${at(`lead(available_at) OVER (PARTITION BY ${id} ORDER BY available_at)`)} AS superseded_at
     FROM ${source} ORDER BY series_id, ${id}, available_at`,
  );
  const orNever = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  for (const [row, name] of rows.strings('series_id').entries()) {
    const series = numberOf.get(name);
    if (series === undefined) continue;
    bySeries[series].push(
      toRow(rows, row, {
        nodes: rows.integers('nodes')[row],
        startsAt: rows.numbers('starts_at')[row],
        endsAt: orNever(rows.numbers('ends_at')[row]),
        availableAt: rows.numbers('available_at')[row],
        supersededAt: orNever(rows.numbers('superseded_at')[row]),
      }),
    );
  }
  return bySeries;
}

async function readLaunches(
  { lake, relation, calendar }: Ingested,
  { ids, region, family }: Panel,
  careless: boolean,
): Promise<readonly (readonly Launch[])[]> {
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
    const startsAt = rows.numbers('starts_at')[row];
    const launch = {
      uplift: rows.numbers('uplift')[row],
      startsAt,
      endsAt: rows.numbers('ends_at')[row],
      visibleFrom: careless ? Number.NEGATIVE_INFINITY : rows.numbers('available_at')[row],
      availableAt: rows.numbers('available_at')[row],
    };
    for (let series = 0; series < ids.length; series++) {
      if (region[series] !== name || (families[row] !== null && families[row] !== family[series])) continue;
      bySeries[series].push(launch);
    }
  }
  return bySeries;
}

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
