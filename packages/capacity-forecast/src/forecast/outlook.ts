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
  const { ids } = panel;
  const bySeries = <Row extends Tenant>(rows: readonly (Row & { readonly series: string })[]): BySeries<Row> =>
    ids.map((id) => rows.filter(({ series }) => series === id));
  const jobs = bySeries<Job>(
    await readRows(ingested, tables.scheduledJobs, {
      id: 'job_id',
      days: ['starts_on', 'ends_on'],
      columns: 'series_id AS series, nodes, first_hour_of_week AS first, hours',
    }),
  );
  const tenants = bySeries<Tenant>(
    await readRows(ingested, tables.tenants, {
      id: 'tenant_id',
      days: ['starts_on', 'ends_on'],
      columns: 'series_id AS series, nodes',
    }),
  );
  const holidays = await readHolidays(ingested, panel);
  return {
    addKnownNodes: (out, series, week, knownAt) => {
      const seen = { from: week * HOURS, hours: HOURS, knownAt };
      const { availableAt } = out;
      out.jobs.fill(0);
      availableAt.scheduled_jobs = countOn(jobs[series], seen, ({ nodes, first, hours }) =>
        addNodes(out.jobs, REALISED_SHARE * nodes, first, first + hours),
      );
      out.tenants.fill(0);
      availableAt.tenants = countOn(tenants[series], seen, ({ nodes }, first, last) =>
        addNodes(out.tenants, nodes, first, last),
      );
      out.launches.fill(1);
      availableAt.launches = countOn(launches[series], seen, ({ uplift, startsAt, endsAt }, first, last) => {
        for (let hour = first; hour < last; hour++) {
          const day = Math.floor((seen.from + hour - startsAt) / 24) * 24;
          out.launches[hour] *= 1 + uplift * (1 - day / (endsAt - startsAt));
        }
      });
      out.isHoliday.fill(0);
      availableAt.calendar = countOn(holidays[series], seen, (_, first, last) => {
        out.isHoliday.fill(1, first, last);
      });
    },
  };
}

function addNodes(into: Float64Array, nodes: number, first: number, last: number): void {
  for (let hour = first; hour < last; hour++) into[hour] += nodes;
}

function readRows<Row extends Span>({ lake, relation, calendar }: Ingested, contract: TableContract, query: SpanQuery) {
  return readSpans<Row>(lake, relation(contract), calendar.epoch, query);
}

/** A launch is known from its announcement. */
export const announcedLaunches: ReadLaunches = async (ingested, { ids, region, family }) => {
  const launches = await readRows<Launch & { readonly region: string; readonly family: string | null }>(
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
  const holidays = await readRows<Span & { readonly country: string }>(ingested, tables.calendar, {
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
