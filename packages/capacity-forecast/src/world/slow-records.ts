import type { StageColumns } from '@applied-modeling/lakehouse';
import { epochDay, MS_PER_DAY, type WeeklyClock } from '@applied-modeling/synthetic';
import { type Events, jobKnownMs, type Tenant } from './events.ts';
import { holidaysOf } from './holidays.ts';
import type { Population } from './population.ts';
import { CLOUDS, FAMILIES } from './regions.ts';

/** The tables that are small enough to be written at once, as columns. Each holds what could be known by `nowMs`. */

export function seriesColumns({ ids, region, regions, family, neighbour }: Population): StageColumns {
  const placeOf = ids.map((_, i) => regions[region[i]]);
  return {
    series_id: ids,
    cloud: placeOf.map(({ cloud }) => CLOUDS[cloud]),
    region: placeOf.map(({ name }) => name),
    country: placeOf.map(({ country }) => country),
    utc_offset_hours: Float64Array.from(placeOf, ({ utcOffsetHours }) => utcOffsetHours),
    family: ids.map((_, i) => FAMILIES[family[i]].name),
    neighbour_series_id: ids.map((_, i) => ids[neighbour[i]]),
  };
}

/** A holiday is published a year ahead. */
export function calendarColumns({ regions }: Population, nowMs: number): StageColumns {
  const availableMs = (day: number) => (day - 365) * MS_PER_DAY;
  const holidays = holidaysOf(regions.map(({ country }) => country)).filter(({ day }) => availableMs(day) <= nowMs);
  return {
    country: holidays.map(({ country }) => country),
    holiday: holidays.map(({ name }) => name),
    holiday_date: Int32Array.from(holidays, ({ day }) => day),
    available_at: Float64Array.from(holidays, ({ day }) => availableMs(day)),
  };
}

export function launchColumns(
  { launches }: Events,
  { regions }: Population,
  clock: WeeklyClock,
  nowMs: number,
): StageColumns {
  const known = launches.map((launch, at) => ({ ...launch, at })).filter(({ availableMs }) => availableMs <= nowMs);
  const firstDay = epochDay(clock.epoch);
  return {
    launch_id: known.map(({ at }) => `L${padded(at)}`),
    region: known.map(({ region }) => regions[region].name),
    family: known.map(({ family }) => (family === null ? null : FAMILIES[family].name)),
    uplift: Float64Array.from(known, ({ uplift }) => uplift),
    announced_at: Float64Array.from(known, ({ availableMs }) => availableMs),
    effective_on: Int32Array.from(known, ({ startDay }) => firstDay + startDay),
    ends_on: Int32Array.from(known, ({ endDay }) => firstDay + endDay),
    available_at: Float64Array.from(known, ({ availableMs }) => availableMs),
  };
}

/** One row when a tenant becomes known and another when it gives notice. */
export function tenantColumns(
  { tenants }: Events,
  { ids }: Population,
  clock: WeeklyClock,
  nowMs: number,
): StageColumns {
  const rowsOf = ({ availableMs, leaves }: Tenant, at: number) => [
    { at, endDay: null, availableMs },
    ...(leaves ? [{ at, endDay: leaves.day, availableMs: leaves.availableMs }] : []),
  ];
  const known = tenants.flatMap(rowsOf).filter(({ availableMs }) => availableMs <= nowMs);
  const firstDay = epochDay(clock.epoch);
  return {
    tenant_id: known.map(({ at }) => `T${padded(at)}`),
    series_id: known.map(({ at }) => ids[tenants[at].series]),
    nodes: Int32Array.from(known, ({ at }) => tenants[at].nodes),
    starts_on: Int32Array.from(known, ({ at }) => firstDay + tenants[at].startDay),
    ends_on: nullableDays(known.map(({ endDay }) => (endDay === null ? null : firstDay + endDay))),
    available_at: Float64Array.from(known, ({ availableMs }) => availableMs),
  };
}

/** One row when a job is scheduled and another when it is ended, each on the Tuesday before the week it takes effect. */
export function jobColumns({ jobs }: Events, { ids }: Population, clock: WeeklyClock, nowMs: number): StageColumns {
  const known = jobs
    .flatMap(({ startWeek, endWeek }, at) => [
      { at, endWeek: null, availableMs: jobKnownMs(clock, startWeek) },
      { at, endWeek, availableMs: jobKnownMs(clock, endWeek) },
    ])
    .filter(({ availableMs }) => availableMs <= nowMs);
  const monday = (week: number) => epochDay(clock.startOf(week));
  return {
    job_id: known.map(({ at }) => `J${padded(at)}`),
    series_id: known.map(({ at }) => ids[jobs[at].series]),
    first_hour_of_week: Int32Array.from(known, ({ at }) => jobs[at].firstHour),
    hours: Int32Array.from(known, ({ at }) => jobs[at].hours),
    nodes: Int32Array.from(known, ({ at }) => jobs[at].nodes),
    starts_on: Int32Array.from(known, ({ at }) => monday(jobs[at].startWeek)),
    ends_on: nullableDays(known.map(({ endWeek }) => (endWeek === null ? null : monday(endWeek)))),
    available_at: Float64Array.from(known, ({ availableMs }) => availableMs),
  };
}

const padded = (at: number) => String(at + 1).padStart(5, '0');

function nullableDays(days: readonly (number | null)[]) {
  return {
    values: Int32Array.from(days, (day) => day ?? 0),
    nulls: Uint8Array.from(days, (day) => (day === null ? 1 : 0)),
  };
}
