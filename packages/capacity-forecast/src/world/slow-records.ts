import { epochDay, holidaysOf, MS_PER_DAY, MS_PER_HOUR, type WeeklyClock } from '@applied-modeling/synthetic';
import { incumbent } from '../incumbent.ts';
import { decidedBefore } from '../label.ts';
import { type Events, jobKnownMs } from './events.ts';
import type { Population } from './population.ts';
import { CLOUDS, FAMILIES } from './regions.ts';
import type { Week } from './stepper.ts';

/** The tables that are small, as rows of their contracts. What is announced is listed whole: `knownBy` keeps what is known. */

export function knownBy<Row extends { readonly available_at: number }>(nowMs: number, rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.available_at <= nowMs);
}

export function seriesRows({ ids, region, regions, family, neighbour }: Population) {
  return ids.map((id, i) => {
    const { cloud, name, country, utcOffsetHours } = regions[region[i]];
    return {
      series_id: id,
      cloud: CLOUDS[cloud],
      region: name,
      country,
      utc_offset_hours: utcOffsetHours,
      family: FAMILIES[family[i]].name,
      neighbour_series_id: ids[neighbour[i]],
    };
  });
}

/** A holiday is published a year ahead. */
export function calendarRows({ regions }: Population) {
  return holidaysOf(regions.map(({ country }) => country)).map(({ country, name, day }) => ({
    country,
    holiday: name,
    holiday_date: day,
    available_at: (day - 365) * MS_PER_DAY,
  }));
}

/** The levels of a week, published soon after they were decided. */
export function capacityRows({ ids }: Population, { week, nodes }: Week, clock: WeeklyClock) {
  const [weekStart, decidedMs] = [epochDay(clock.startOf(week)), decidedBefore(clock.startOf(week))];
  const publishedMs = decidedMs + incumbent.publishedAfterHours * MS_PER_HOUR;
  return ids.map((id, i) => ({ series_id: id, nodes: nodes[i], week_start: weekStart, available_at: publishedMs }));
}

export function launchRows({ launches }: Events, { regions }: Population, clock: WeeklyClock) {
  const firstDay = epochDay(clock.epoch);
  return launches.map(({ region, family, uplift, startDay, endDay, availableMs }, at) => ({
    launch_id: `L${padded(at)}`,
    region: regions[region].name,
    family: family === null ? null : FAMILIES[family].name,
    uplift,
    announced_at: availableMs,
    effective_on: firstDay + startDay,
    ends_on: firstDay + endDay,
    available_at: availableMs,
  }));
}

/** One row when a tenant becomes known and another when it gives notice. */
export function tenantRows({ tenants }: Events, { ids }: Population, clock: WeeklyClock) {
  const firstDay = epochDay(clock.epoch);
  return tenants.flatMap(({ series, nodes, startDay, availableMs, leaves }, at) => {
    const tenant = { tenant_id: `T${padded(at)}`, series_id: ids[series], nodes, starts_on: firstDay + startDay };
    const signed = { ...tenant, ends_on: null, available_at: availableMs };
    const notice = leaves && { ...tenant, ends_on: firstDay + leaves.day, available_at: leaves.availableMs };
    return notice ? [signed, notice] : [signed];
  });
}

/** One row when a job is scheduled and another when it is ended, each on the Tuesday before the week it takes effect. */
export function jobRows({ jobs }: Events, { ids }: Population, clock: WeeklyClock) {
  const monday = (week: number) => epochDay(clock.startOf(week));
  return jobs.flatMap(({ series, firstHour, hours, nodes, startWeek, endWeek }, at) => {
    const block = { first_hour_of_week: firstHour, hours, nodes, starts_on: monday(startWeek) };
    const job = { job_id: `J${padded(at)}`, series_id: ids[series], ...block };
    return [
      { ...job, ends_on: null, available_at: jobKnownMs(clock, startWeek) },
      { ...job, ends_on: monday(endWeek), available_at: jobKnownMs(clock, endWeek) },
    ];
  });
}

const padded = (at: number) => String(at + 1).padStart(5, '0');
