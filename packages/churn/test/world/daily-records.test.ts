import { epochDay, MS_PER_DAY, MS_PER_HOUR, weeklyClock } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import {
  createEventRecorder,
  createTicketRecorder,
  createUsageRecorder,
  EVENT_TABLES,
  RECORD_TYPES,
} from '../../src/world/daily-records.ts';
import { SIGNAL_COUNT } from '../../src/world/dynamics.ts';
import { corrections, REGIONS, SIGNAL_INDEX } from '../../src/world/planted.ts';
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

const people = drawPopulation(7, 400, 40);
const world = createStepper(7, people);
for (let week = 0; week < 40; week++) world.step(contactNobody);

describe('event rows', () => {
  const record = createEventRecorder(7, people, ownIds(people), clock);

  test('of a week add up to its counts, signal by signal and account by account', () => {
    for (const happened of world.weeks) {
      const tables = record(happened);
      for (const { table, signals } of EVENT_TABLES) {
        const rows = tables[table];
        for (const name of signals) {
          const total = new Float64Array(people.entities);
          for (let at = 0; at < rows.rows; at++) total[rows.values.account_id[at]] += rows.values[name][at];
          const drawn = total.map((_, i) => happened.counts[i * SIGNAL_COUNT + SIGNAL_INDEX[name]]);
          expect(total, `${name}, week ${happened.week}`).toEqual(drawn);
        }
      }
    }
  });

  test('are one an account and working day, known after the day and within hours of it', () => {
    for (const happened of world.weeks.slice(30, 33)) {
      const tables = record(happened);
      for (const { table, day: dayColumn } of EVENT_TABLES) {
        const { rows, values } = tables[table];
        const keys = new Set<string>();
        for (let at = 0; at < rows; at++) {
          const day = values[dayColumn][at];
          keys.add(`${values.account_id[at]} ${day}`);
          const hoursAfterDay = (values.available_at[at] - (day + 1) * MS_PER_DAY) / MS_PER_HOUR;
          expect(hoursAfterDay).toBeGreaterThan(0);
          expect(hoursAfterDay).toBeLessThan(12);
          expect(day - epochDay(clock.startOf(happened.week))).toBeLessThan(5);
        }
        expect(keys.size).toBe(rows);
      }
    }
  });
});

describe('ticket rows', () => {
  const { ids } = ownIds(people);
  const record = createTicketRecorder(7, people, ownIds(people), clock);

  test('are one a ticket, loaded at 02:00 of the next day, a quarter of them severe', () => {
    let tickets = 0;
    let severe = 0;
    for (const happened of world.weeks) {
      const { tickets: rows } = record(happened);
      const total = new Float64Array(people.entities);
      for (const row of rows) {
        total[ids.indexOf(row.account_id as string)] += 1;
        if (row.severity === 'high') severe += 1;
        expect(row.available_at).toBe(((row.opened_date as number) + 1) * MS_PER_DAY + 2 * MS_PER_HOUR);
      }
      expect(total).toEqual(total.map((_, i) => happened.counts[i * SIGNAL_COUNT + SIGNAL_INDEX.tickets]));
      tickets += rows.length;
    }
    expect(Math.abs(severe / tickets - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / tickets));
  });
});
