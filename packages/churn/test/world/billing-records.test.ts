import { MS_PER_DAY, MS_PER_HOUR, weeklyClock } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { createUsageRecorder, RECORD_TYPES } from '../../src/world/billing-records.ts';
import { corrections, REGIONS } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper, type Week } from '../../src/world/stepper.ts';
import { contactNobody, ownIds } from './policies.ts';

const clock = weeklyClock('2022-01-03');

interface UsageRow {
  readonly week: number;
  readonly account: number;
  readonly sku: number;
  readonly milliDbu: number;
  readonly recordType: (typeof RECORD_TYPES)[number];
  readonly day: number;
  readonly availableMs: number;
}

describe('billing rows', () => {
  const people = drawPopulation(7, 400, 60);
  const { weeks, rows, feeds } = recordWeeks(60);

  test('of a week add up to its DBU, to half a thousandth a row', () => {
    const total = weeks.map(() => new Float64Array(people.entities));
    const count = weeks.map(() => new Float64Array(people.entities));
    for (const row of rows) {
      if (row.recordType !== 'ORIGINAL') continue;
      total[row.week][row.account] += row.milliDbu / 1000;
      count[row.week][row.account] += 1;
    }
    for (const { week, dbu } of weeks) {
      const gap = dbu.map((value, i) => Math.abs(value - total[week][i]) - 0.0005 * Math.max(count[week][i], 8));
      expect(Math.max(...gap), `week ${week}`).toBeLessThan(1e-9);
    }
  });

  test('of one account, day and SKU are written once, but for corrections', () => {
    const keys = rows.map(({ account, sku, recordType, day }) => `${account} ${day} ${sku} ${recordType}`);
    expect(new Set(keys).size).toBe(rows.length);
  });

  test('are corrected in pairs: a retraction takes back the original, a restatement follows at the same instant', () => {
    const byType = (type: UsageRow['recordType']) =>
      new Map(
        rows.filter((row) => row.recordType === type).map((row) => [`${row.account} ${row.day} ${row.sku}`, row]),
      );
    const [originals, retractions, restatements] = RECORD_TYPES.map(byType);
    expect(retractions.size).toBeGreaterThan(500);
    expect([...restatements.keys()]).toEqual([...retractions.keys()]);
    for (const [key, retraction] of retractions) {
      const [original, restatement] = [originals.get(key)!, restatements.get(key)!];
      const daysLater = (retraction.availableMs - original.availableMs) / MS_PER_DAY;
      expect(retraction.milliDbu).toBe(-original.milliDbu);
      expect(restatement.availableMs).toBe(retraction.availableMs);
      expect(restatement.milliDbu).toBeGreaterThanOrEqual(0);
      expect(daysLater).toBeGreaterThan(corrections.days[0] - 1e-6);
      expect(daysLater).toBeLessThan(corrections.days[1] + 1e-6);
    }
  });

  test('cannot be known before their day is over', () => {
    expect(rows.filter((row) => row.availableMs <= (row.day + 1) * MS_PER_DAY)).toEqual([]);
  });

  test('of a region whose feed stands still wait for it, every one of them', () => {
    const late = feeds.filter(({ day, availableMs }) => availableMs > (day + 1) * MS_PER_DAY + 15 * MS_PER_HOUR);
    expect(late.length).toBeGreaterThan(10);
    for (const { region, day, availableMs } of late) {
      const delayed = rows.filter((row) => row.day === day && people.region[row.account] === region);
      expect(delayed.length).toBeGreaterThan(0);
      expect(Math.min(...delayed.map((row) => row.availableMs))).toBeGreaterThanOrEqual(availableMs);
    }
  });

  test('have one status a region and day, which 99 in 100 originals of an ordinary day do not outlast', () => {
    expect(feeds.length).toBe(60 * 7 * REGIONS.length);
    const status = new Map(feeds.map(({ region, day, availableMs }) => [`${region} ${day}`, availableMs]));
    const originals = rows.filter(({ recordType }) => recordType === 'ORIGINAL');
    const late = originals.filter((row) => row.availableMs > status.get(`${people.region[row.account]} ${row.day}`)!);
    const share = late.length / originals.length;
    expect(Math.abs(share - 0.01)).toBeLessThan(4 * Math.sqrt((0.01 * 0.99) / originals.length) + 0.0005);
  });

  function recordWeeks(count: number) {
    const world = createStepper(7, people);
    const record = createUsageRecorder(7, people, ownIds(people), clock);
    const weeks: Week[] = [];
    const rows: UsageRow[] = [];
    const feeds: { region: number; day: number; availableMs: number }[] = [];
    for (let week = 0; week < count; week++) {
      weeks.push(world.step(contactNobody));
      const { usage_daily: usage, feed_status: feed } = record(weeks[week]);
      for (let at = 0; at < usage.rows; at++) {
        rows.push({
          week,
          account: usage.values.account_id[at],
          sku: usage.values.sku[at],
          milliDbu: Math.round(usage.values.dbu[at] * 1000),
          recordType: RECORD_TYPES[usage.values.record_type[at]],
          day: usage.values.usage_date[at],
          availableMs: usage.values.available_at[at],
        });
      }
      for (const { region, usage_date: day, available_at: availableMs } of feed) {
        feeds.push({ region: REGIONS.indexOf(region), day, availableMs });
      }
    }
    return { weeks, rows, feeds };
  }
});
