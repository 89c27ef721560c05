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

/** A row about some days, in hours after the epoch; infinity where nobody knows an end. */
export interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly availableAt: number;
  /** A plan counts on it from here, which is its `availableAt` to whoever is careful, until a newer row about the same thing. */
  readonly countsFrom: number;
  readonly countsUntil: number;
}

interface Tenant extends Span {
  readonly nodes: number;
}
interface Job extends Tenant {
  /** Hours of every week. */
  readonly first: number;
  readonly hours: number;
}
interface Launch extends Span {
  readonly uplift: number;
}

/** The rows of every series, in their order. */
type BySeries<Row> = readonly (readonly Row[])[];

export type ReadLaunches = (ingested: Ingested, panel: Panel) => Promise<BySeries<Launch>>;

/** Share of a job's nodes that is used in the end: nine in ten, as its contract says. */
const REALISED_SHARE = 0.9;

export async function readOutlook(ingested: Ingested, panel: Panel, launches: BySeries<Launch>): Promise<Outlook> {
  const ofJob = { id: 'job_id', columns: 'nodes, first_hour_of_week AS first, hours' };
  const jobs = await readOwn<Job>(ingested, panel, tables.scheduledJobs, ofJob);
  const tenants = await readOwn<Tenant>(ingested, panel, tables.tenants, { id: 'tenant_id', columns: 'nodes' });
  const holidays = await readHolidays(ingested, panel);
  return {
    addKnownNodes: (out, series, week, knownAt) => {
      const from = week * HOURS;
      const { availableAt } = out;
      out.jobs.fill(0);
      availableAt.scheduled_jobs = countOn(jobs[series], from, knownAt, ({ nodes, first, hours }) =>
        addNodes(out.jobs, REALISED_SHARE * nodes, first, first + hours),
      );
      out.tenants.fill(0);
      availableAt.tenants = countOn(tenants[series], from, knownAt, ({ nodes }, first, last) =>
        addNodes(out.tenants, nodes, first, last),
      );
      out.launches.fill(1);
      availableAt.launches = countOn(launches[series], from, knownAt, ({ uplift, startsAt, endsAt }, first, last) => {
        for (let hour = first; hour < last; hour++) {
          const day = Math.floor((from + hour - startsAt) / 24) * 24;
          out.launches[hour] *= 1 + uplift * (1 - day / (endsAt - startsAt));
        }
      });
      out.isHoliday.fill(0);
      availableAt.calendar = countOn(holidays[series], from, knownAt, (_, first, last) => {
        out.isHoliday.fill(1, first, last);
      });
    },
  };
}

/** Hands on what is known of a week, with its hours of the week, and says when the newest of it became available; -∞ for none. */
function countOn<Row extends Span>(
  rows: readonly Row[],
  from: number,
  knownAt: number,
  use: (row: Row, first: number, last: number) => void,
): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.countsFrom > knownAt || row.countsUntil <= knownAt) continue;
    const first = Math.ceil(Math.max(0, row.startsAt - from));
    const last = Math.ceil(Math.min(HOURS, row.endsAt - from));
    if (first >= last) continue;
    newest = Math.max(newest, row.availableAt);
    use(row, first, last);
  }
  return newest;
}

function addNodes(into: Float64Array, nodes: number, first: number, last: number): void {
  for (let hour = first; hour < last; hour++) into[hour] += nodes;
}

/** Rows that name their series. */
async function readOwn<Row extends Tenant>(
  ingested: Ingested,
  { ids }: Panel,
  contract: TableContract,
  query: Pick<SpanQuery, 'id' | 'columns'>,
): Promise<BySeries<Row>> {
  const rows = await readSpans<Row & { readonly series: string }>(ingested, contract, {
    id: query.id,
    days: ['starts_on', 'ends_on'],
    columns: `series_id AS series, ${query.columns}`,
  });
  return ids.map((id) => rows.filter(({ series }) => series === id));
}

/** A launch is known from its announcement. */
export const announcedLaunches: ReadLaunches = async (ingested, { ids, region, family }) => {
  const launches = await readSpans<Launch & { readonly region: string; readonly family: string | null }>(
    ingested,
    tables.launches,
    { id: 'launch_id', days: ['effective_on', 'ends_on'], columns: 'region, family, uplift' },
  );
  const touches = (launch: (typeof launches)[number], series: number) =>
    launch.region === region[series] && (launch.family === null || launch.family === family[series]);
  return ids.map((_, series) => launches.filter((launch) => touches(launch, series)));
};

/** A holiday lasts from local midnight to local midnight. */
async function readHolidays(ingested: Ingested, { ids, country, utcOffsetHours }: Panel): Promise<BySeries<Span>> {
  const holidays = await readSpans<Span & { readonly country: string }>(ingested, tables.calendar, {
    id: 'country, holiday_date, holiday',
    days: ['holiday_date', 'holiday_date + 1'],
    columns: 'country',
  });
  const local = ({ startsAt, endsAt, ...holiday }: Span, offset: number) => ({
    ...holiday,
    startsAt: startsAt - offset,
    endsAt: endsAt - offset,
  });
  return ids.map((_, series) =>
    holidays.filter((one) => one.country === country[series]).map((one) => local(one, utcOffsetHours[series])),
  );
}

interface SpanQuery {
  /** A row replaces those about the same id that came before it. */
  readonly id: string;
  readonly days: readonly [first: string, end: string];
  readonly columns: string;
}

/** Rows of a table as objects; none of a table that was not brought. */
async function readSpans<Row extends Span>(
  { lake, relation, calendar }: Ingested,
  contract: TableContract,
  { id, days: [first, end], columns }: SpanQuery,
): Promise<readonly Row[]> {
  const source = relation(contract);
  if (source === undefined) return [];
  const at = (column: string) => `((epoch_ms(${column}) - ${calendar.epoch}) / ${MS_PER_HOUR}.0)::DOUBLE`;
  const found = await lake.query(
    `SELECT ${columns}, ${at(first)} AS startsAt, ${at(end)} AS endsAt,
       ${at('available_at')} AS availableAt, ${at('available_at')} AS countsFrom,
       ${at(`lead(available_at) OVER (PARTITION BY ${id} ORDER BY available_at)`)} AS countsUntil
     FROM ${source} ORDER BY ${id}, available_at`,
  );
  const values = found.names.map((name) => {
    if (found.form(name) === 'text') return found.nullableStrings(name);
    return found.numbers(name).map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value));
  });
  const rowAt = (row: number) => Object.fromEntries(found.names.map((name, column) => [name, values[column][row]]));
  return Array.from({ length: found.rowCount }, (_, row) => rowAt(row) as unknown as Row);
}
