import { epochDay, MS_PER_DAY, MS_PER_HOUR, weeklyClock } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { SIGNAL_COUNT } from '../../src/world/dynamics.ts';
import { createEventRecorder, createTicketRecorder, EVENT_TABLES } from '../../src/world/event-records.ts';
import { SIGNAL_INDEX } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper } from '../../src/world/stepper.ts';
import { contactNobody, ownIds } from './policies.ts';

const clock = weeklyClock('2022-01-03');
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
