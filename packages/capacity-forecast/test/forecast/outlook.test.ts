import { afterEach, describe, expect, test } from 'vitest';
import type { Tables } from '../../../feature-store/test/reference/brute-force-join.ts';
import { carelessLaunches } from '../../src/failure-modes/launch-leak.ts';
import { announcedLaunches, type Known, readOutlook } from '../../src/forecast/outlook.ts';
import { readPanel } from '../../src/forecast/panel.ts';
import { HOURS } from '../../src/label.ts';
import { at, ingestTables, on, twoSeries } from '../tiny-lake.ts';

/** Week 3 is planned on the Thursday of week 2, at six. */
const WEEK = 3;
const DECIDED = 2 * HOURS + 3 * 24 + 6;

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

async function knownOf(
  tables: Tables,
  { series = 0, knownAt = DECIDED, readLaunches = announcedLaunches } = {},
): Promise<Known> {
  const ingested = await ingestTables({ series: twoSeries, usage_hourly: [], capacity_weekly: [], ...tables }, 4);
  opened.push(ingested.close);
  const panel = await readPanel(ingested);
  const outlook = await readOutlook(ingested, panel, readLaunches);
  return outlook(series, WEEK, knownAt);
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe('scheduled jobs', () => {
  const scheduled = { job_id: 'j', series_id: 'a', first_hour_of_week: 5, hours: 2, nodes: 10, ends_on: null };
  const job = (known: number) => ({ ...scheduled, starts_on: on(0), available_at: at(known) });

  test('count nine tenths of their nodes in their hours, from when they are known', async () => {
    const { jobs, availableAt } = await knownOf({ scheduled_jobs: [job(DECIDED)] });
    expect([jobs[4], jobs[5], jobs[6], jobs[7], sum(jobs)]).toEqual([0, 9, 9, 0, 18]);
    expect(availableAt.scheduled_jobs).toBe(DECIDED);
    expect(sum((await knownOf({ scheduled_jobs: [job(DECIDED + 0.01)] })).jobs)).toBe(0);
    expect(sum((await knownOf({ scheduled_jobs: [job(0)] }, { series: 1 })).jobs)).toBe(0);
  });

  test('end when a newer row says so, once that row is known', async () => {
    const ended = (known: number) => ({ ...job(known), ends_on: on(7 * WEEK) });
    expect(sum((await knownOf({ scheduled_jobs: [job(0), ended(DECIDED)] })).jobs)).toBe(0);
    expect(sum((await knownOf({ scheduled_jobs: [job(0), ended(DECIDED + 1)] })).jobs)).toBe(18);
  });
});

describe('big tenants', () => {
  const tenant = (known: number, ends_on: string | null = null) => ({
    tenant_id: 't',
    series_id: 'a',
    nodes: 20,
    starts_on: on(7 * WEEK + 2),
    ends_on,
    available_at: at(known),
  });

  test('count from the day they come, if they have signed by then', async () => {
    const { tenants } = await knownOf({ tenants: [tenant(DECIDED)] });
    expect([tenants[47], tenants[48], tenants[167], sum(tenants)]).toEqual([0, 20, 20, 5 * 24 * 20]);
    expect(sum((await knownOf({ tenants: [tenant(DECIDED + 1)] })).tenants)).toBe(0);
  });

  test('leave on the day they gave notice for, and are not counted twice', async () => {
    const notice = tenant(DECIDED - 1, on(7 * WEEK + 4));
    expect(sum((await knownOf({ tenants: [tenant(0), notice] })).tenants)).toBe(2 * 24 * 20);
  });
});

describe('launches', () => {
  const launch = (known: number, family: string | null = null) => ({
    launch_id: 'l',
    region: 'eu-west-1',
    family,
    uplift: 0.4,
    announced_at: at(known),
    effective_on: on(7 * WEEK),
    ends_on: on(7 * WEEK + 28),
    available_at: at(known),
  });

  test('raise demand by a share that falls in a straight line, day by day', async () => {
    const { launches, availableAt } = await knownOf({ launches: [launch(DECIDED)] });
    expect([launches[0], launches[23]]).toEqual([1.4, 1.4]);
    expect(launches[6 * 24]).toBeCloseTo(1 + 0.4 * (22 / 28), 12);
    expect(availableAt.launches).toBe(DECIDED);
  });

  test('touch the families of their region and no others', async () => {
    expect((await knownOf({ launches: [launch(0, 'general')] })).launches[0]).toBe(1.4);
    expect((await knownOf({ launches: [launch(0, 'memory')] })).launches[0]).toBe(1);
    expect((await knownOf({ launches: [launch(0)] }, { series: 1 })).launches[0]).toBe(1);
  });

  test('are nothing before they are announced, but to a careless reader, whose clock betrays it', async () => {
    const late = { launches: [launch(7 * 24 * WEEK + 24)] };
    const honest = await knownOf(late);
    expect([honest.launches[0], honest.availableAt.launches]).toEqual([1, Number.NEGATIVE_INFINITY]);
    const careless = await knownOf(late, { readLaunches: carelessLaunches });
    expect(careless.launches[0]).toBe(1.4);
    expect(careless.availableAt.launches).toBeGreaterThan(DECIDED);
  });
});

describe('holidays', () => {
  const holiday = (country: string, known = 0) => ({
    calendar: [{ country, holiday: 'h', holiday_date: on(7 * WEEK + 1), available_at: at(known) }],
  });

  test('last from midnight to midnight where they are kept', async () => {
    const dublin = await knownOf(holiday('IE'));
    expect([dublin.isHoliday[23], dublin.isHoliday[24], dublin.isHoliday[47], dublin.isHoliday[48]]).toEqual([
      0, 1, 1, 0,
    ]);
    const tokyo = await knownOf(holiday('JP'), { series: 1 });
    expect([tokyo.isHoliday[14], tokyo.isHoliday[15], tokyo.isHoliday[38], tokyo.isHoliday[39]]).toEqual([0, 1, 1, 0]);
    expect([sum(dublin.isHoliday), sum(tokyo.isHoliday)]).toEqual([24, 24]);
  });

  test('are those of the country, once published', async () => {
    expect(sum((await knownOf(holiday('JP'))).isHoliday)).toBe(0);
    expect(sum((await knownOf(holiday('IE', DECIDED + 1))).isHoliday)).toBe(0);
  });
});

test('a table that was not brought says nothing', async () => {
  const { jobs, tenants, launches, isHoliday } = await knownOf({});
  expect([sum(jobs), sum(tenants), sum(launches), sum(isHoliday)]).toEqual([0, 0, HOURS, 0]);
});
