import { countOn, readSpans, type Span, type SpanQuery } from '@applied-modeling/feature-store';
import type { TableContract } from '@applied-modeling/lakehouse';
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
export type Outlook = (series: number, week: number, knownAt: number) => Known;

/** One value an hour of the week. */
export interface Known {
  readonly jobs: Float64Array;
  readonly tenants: Float64Array;
  /** Factor on everything but jobs and tenants. */
  readonly launches: Float64Array;
  /** 1 on a holiday, else 0. */
  readonly isHoliday: Float64Array;
  /** Hours after the epoch at which the newest row that was used became available, by source; -∞ for none. */
  readonly availableAt: Readonly<Record<string, number>>;
}

interface Tenant extends Span {
  readonly series: string;
  readonly nodes: number;
}
interface Job extends Tenant {
  /** Hours of every week. */
  readonly first: number;
  readonly hours: number;
}
interface Launch extends Span {
  readonly uplift: number;
  readonly region: string;
  readonly family: string | null;
}

export type ReadLaunches = (ingested: Ingested) => Promise<readonly Launch[]>;

/** A launch is known from its announcement. */
export const announcedLaunches: ReadLaunches = spansOf<Launch>(tables.launches, {
  id: 'launch_id',
  days: ['effective_on', 'ends_on'],
  columns: 'region, family, uplift',
});
const readJobs = spansOf<Job>(tables.scheduledJobs, {
  id: 'job_id',
  days: ['starts_on', 'ends_on'],
  columns: 'series_id AS series, nodes, first_hour_of_week AS first, hours',
});
const readTenants = spansOf<Tenant>(tables.tenants, {
  id: 'tenant_id',
  days: ['starts_on', 'ends_on'],
  columns: 'series_id AS series, nodes',
});
const readHolidays = spansOf<Span & { readonly country: string }>(tables.calendar, {
  id: 'country, holiday_date, holiday',
  days: ['holiday_date', 'holiday_date + 1'],
  columns: 'country',
});

function spansOf<Row extends Span>(contract: TableContract, query: SpanQuery) {
  return ({ lake, relation, calendar }: Ingested) => readSpans<Row>(lake, relation(contract), calendar.epoch, query);
}

/** Share of a job's nodes that is used in the end: nine in ten, as its contract says. */
const REALISED_SHARE = 0.9;

export async function readOutlook(ingested: Ingested, panel: Panel, readLaunches: ReadLaunches): Promise<Outlook> {
  const { ids, region, family, country, utcOffsetHours } = panel;
  const bySeries = <Row>(rows: readonly Row[], belongs: (row: Row, series: number) => boolean) =>
    ids.map((_, series) => rows.filter((row) => belongs(row, series)));
  const isOfSeries = (row: Tenant, series: number) => row.series === ids[series];
  const jobs = bySeries(await readJobs(ingested), isOfSeries);
  const tenants = bySeries(await readTenants(ingested), isOfSeries);
  const touches = (launch: Launch, series: number) =>
    launch.region === region[series] && (launch.family === null || launch.family === family[series]);
  const launches = bySeries(await readLaunches(ingested), touches);
  const holidays = bySeries(await readHolidays(ingested), (one, series) => one.country === country[series]);
  return (series, week, knownAt) => {
    const seen = { from: week * HOURS, hours: HOURS, knownAt };
    // A holiday lasts from local midnight to local midnight.
    const local = { ...seen, from: seen.from + utcOffsetHours[series] };
    const known = newKnown();
    const availableAt = {
      scheduled_jobs: countOn(jobs[series], seen, ({ nodes, first, hours }) =>
        add(known.jobs, REALISED_SHARE * nodes, first, first + hours),
      ),
      tenants: countOn(tenants[series], seen, ({ nodes }, first, end) => add(known.tenants, nodes, first, end)),
      launches: countOn(launches[series], seen, ({ uplift, startsAt, endsAt }, first, end) => {
        for (let hour = first; hour < end; hour++) {
          const day = Math.floor((seen.from + hour - startsAt) / 24) * 24;
          known.launches[hour] *= 1 + uplift * (1 - day / (endsAt - startsAt));
        }
      }),
      calendar: countOn(holidays[series], local, (_, first, end) => known.isHoliday.fill(1, first, end)),
    };
    return { ...known, availableAt };
  };
}

/** Of which nothing is known yet. */
export function newKnown(): Known {
  const filled = (value: number) => new Float64Array(HOURS).fill(value);
  return { jobs: filled(0), tenants: filled(0), launches: filled(1), isHoliday: filled(0), availableAt: {} };
}

function add(into: Float64Array, value: number, first: number, end: number): void {
  for (let hour = first; hour < end; hour++) into[hour] += value;
}
