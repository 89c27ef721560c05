import { MS_PER_DAY, MS_PER_HOUR, weeklyClock } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { decidedBefore } from '../../src/label.ts';
import { addJobNodes, drawEvents, jobKnownMs, launchFactor, tenantNodes } from '../../src/world/events.ts';
import { HORIZON_WEEKS, launch, shape, tenant } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { FAMILY_KINDS } from '../../src/world/regions.ts';
import { SIZES } from '../../src/world/simulate.ts';

const clock = weeklyClock('2022-01-03');
const population = drawPopulation(7, SIZES.large);
const events = drawEvents(7, population, clock);
const seriesWeeks = population.series * HORIZON_WEEKS;
const dayMs = (day: number) => clock.epoch + day * MS_PER_DAY;

/** Within four standard errors of a share. */
function expectShare(found: number, share: number, of: number) {
  expect(Math.abs(found / of - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / of));
}

describe('launches', () => {
  test('touch a series about once in 20 weeks, half of the time with its whole region', () => {
    const touches = events.launchesOf.reduce((sum, { length }) => sum + length, 0);
    expect(touches / seriesWeeks).toBeGreaterThan(1 / 22);
    expect(touches / seriesWeeks).toBeLessThan(1 / 18);
    const ofRegions = events.launches.filter(({ family }) => family === null).length;
    expectShare(ofRegions, launch.regionWeekly, population.regions.length * HORIZON_WEEKS);
  });

  test('are announced two to six weeks ahead, or known only the day after', () => {
    const noticeDays = events.launches.map(({ startDay, availableMs }) => (dayMs(startDay) - availableMs) / MS_PER_DAY);
    const announced = noticeDays.filter((days) => days > 0);
    expectShare(announced.length, launch.announcedShare, noticeDays.length);
    expect([Math.min(...announced), Math.max(...announced)]).toEqual([14, 41]);
    expect(new Set(noticeDays.filter((days) => days <= 0))).toEqual(new Set([-1]));
  });

  test('raise demand by 15 to 50 % and fall back in a straight line', () => {
    const one = { region: 0, family: null, uplift: 0.4, startDay: 10, endDay: 50, availableMs: 0 };
    expect([9, 10, 30, 49, 50].map((day) => launchFactor([one], day))).toEqual([1, 1.4, 1.2, 1.01, 1]);
    expect(launchFactor([one, one], 10)).toBeCloseTo(1.96);
    expect(launchFactor([one], 10, -1)).toBe(1);
    for (const { uplift } of events.launches) expect(Math.abs(uplift - 0.325)).toBeLessThanOrEqual(0.175 + 1e-9);
  });
});

describe('big tenants', () => {
  test('come once in 40 weeks; three in five have signed three to eight weeks before', () => {
    expectShare(events.tenants.length, tenant.weekly, seriesWeeks);
    const noticeDays = events.tenants.map(({ startDay, availableMs }) => (dayMs(startDay) - availableMs) / MS_PER_DAY);
    const signed = noticeDays.filter((days) => days > 0);
    expectShare(signed.length, tenant.signedShare, noticeDays.length);
    expect(Math.min(...signed)).toBeGreaterThanOrEqual(21);
    expect(Math.max(...signed)).toBeLessThanOrEqual(56);
  });

  test('count from their first day to the one they leave on, as far as either is known', () => {
    const one = { series: 0, nodes: 30, startDay: 5, availableMs: 100, leaves: { day: 90, availableMs: 200 } };
    expect([4, 5, 89, 90].map((day) => tenantNodes([one], day))).toEqual([0, 30, 30, 0]);
    expect([99, 100, 199, 200].map((knownMs) => tenantNodes([one], 90, knownMs))).toEqual([0, 30, 30, 0]);
  });

  test('give notice after they are known and three weeks or more before they leave', () => {
    const leaving = events.tenants.filter(({ leaves }) => leaves !== null);
    expectShare(leaving.length, tenant.leavesShare, events.tenants.length);
    for (const { leaves, availableMs } of leaving) {
      expect(leaves!.availableMs).toBeGreaterThan(availableMs);
      expect(dayMs(leaves!.day) - leaves!.availableMs).toBeGreaterThanOrEqual(21 * MS_PER_DAY);
    }
  });
});

describe('scheduled jobs', () => {
  test('fill the slots of a series in every week, within the week', () => {
    for (const week of [0, 100, 200]) {
      for (let i = 0; i < population.series; i += 7) {
        const running = events.jobsOf[i].filter(({ startWeek, endWeek }) => week >= startWeek && week < endWeek);
        expect(running.length).toBe(shape[FAMILY_KINDS[population.kind[i]]].jobs);
        const hours = addedHours(running, week);
        const asked = running.reduce((sum, { hours, nodes }) => sum + hours * nodes, 0);
        expect(hours.reduce((sum, nodes) => sum + nodes, 0)).toBe(asked);
      }
    }
  });

  test('change with notice from the Tuesday before, in time for the decision', () => {
    expect(new Date(jobKnownMs(clock, 1)).toISOString()).toBe('2022-01-04T18:00:00.000Z');
    expect(decidedBefore(clock.startOf(1)) - jobKnownMs(clock, 1)).toBe(36 * MS_PER_HOUR);
  });

  function addedHours(jobs: Parameters<typeof addJobNodes>[1], week: number): Float64Array {
    const out = new Float64Array(168);
    addJobNodes(out, jobs, week);
    return out;
  }
});

test('a longer horizon adds events and changes none', () => {
  const shorter = drawEvents(7, population, clock, 100);
  expect(events.launches.slice(0, shorter.launches.length)).toEqual(shorter.launches);
  expect(events.tenants.slice(0, shorter.tenants.length)).toEqual(shorter.tenants);
});
