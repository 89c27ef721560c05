import { epochDay, MS_PER_DAY, randomStream, type WeeklyClock } from '@applied-modeling/synthetic';
import { SIGNAL_COUNT } from './dynamics.ts';
import { availableAfterDay } from './lags.ts';
import { SIGNAL_INDEX, type SignalName } from './planted.ts';
import type { Population } from './population.ts';
import type { Week } from './stepper.ts';
import type { AccountIndex } from './usage-records.ts';

/** The tables that count events by day, and which signals each of them reports. */
export const EVENT_TABLES = [
  { table: 'query_daily', signals: ['activeUsers', 'failedQueries'] },
  { table: 'jobs_daily', signals: ['failedRuns', 'schedulesCreated', 'schedulesDeleted'] },
  { table: 'audit_daily', signals: ['adminLogins', 'exports', 'tokensRevoked'] },
] as const satisfies readonly { table: string; signals: readonly SignalName[] }[];

export type EventTable = (typeof EVENT_TABLES)[number]['table'];

/** One row an account and day with events: parallel arrays of which the first `rows` entries count, reused week by week. */
export interface EventRows {
  rows: number;
  readonly account: Int32Array;
  /** One array a signal, in the order of EVENT_TABLES. */
  readonly counts: readonly Int32Array[];
  readonly day: Int32Array;
  readonly availableMs: Float64Array;
}

export interface TicketRows {
  rows: number;
  /** Tickets are numbered from 1 in the order they are recorded. */
  readonly ticket: Int32Array;
  readonly account: Int32Array;
  readonly isHigh: Uint8Array;
  readonly day: Int32Array;
  readonly availableMs: Float64Array;
}

const WORKDAYS = 5;

/** Spreads a week's counts over its working days: users over two days, every other signal on one. */
export function createEventRecorder(seed: number, people: Population, clock: WeeklyClock, accountOf: AccountIndex) {
  const random = randomStream(seed, 'event-rows');
  const buffers = EVENT_TABLES.map(({ signals }) => newEventRows(people.entities * 4 + 1024, signals.length));
  const byDay = new Int32Array(WORKDAYS * 3);

  const spread = (i: number, happened: Week, signals: readonly SignalName[]) => {
    byDay.fill(0);
    signals.forEach((name, slot) => {
      const signal = SIGNAL_INDEX[name];
      const count = happened.counts[i * SIGNAL_COUNT + signal];
      const u = random.uniform(i, happened.week, signal);
      const first = Math.floor(u * WORKDAYS);
      const later = name === 'activeUsers' ? Math.floor(count / 2) : 0;
      byDay[first * 3 + slot] += count - later;
      byDay[((first + 2) % WORKDAYS) * 3 + slot] += later;
    });
  };

  const recordTable = (happened: Week, index: number): EventRows => {
    const { table, signals } = EVENT_TABLES[index];
    const rows = buffers[index];
    rows.rows = 0;
    for (let i = 0; i < people.entities; i++) {
      if (happened.dbu[i] === 0) continue;
      spread(i, happened, signals);
      for (let day = 0; day < WORKDAYS; day++) {
        if (byDay[day * 3] + byDay[day * 3 + 1] + byDay[day * 3 + 2] === 0) continue;
        const dayMs = clock.startOf(happened.week) + day * MS_PER_DAY;
        const at = rows.rows++;
        rows.account[at] = accountOf(i, happened.week);
        for (let slot = 0; slot < signals.length; slot++) rows.counts[slot][at] = byDay[day * 3 + slot];
        rows.day[at] = epochDay(dayMs);
        rows.availableMs[at] = availableAfterDay(dayMs, table, random.normal(i, happened.week, 20 + index * 5 + day));
      }
    }
    return rows;
  };

  return (happened: Week): Readonly<Record<EventTable, EventRows>> =>
    Object.fromEntries(EVENT_TABLES.map(({ table }, index) => [table, recordTable(happened, index)])) as Record<
      EventTable,
      EventRows
    >;
}

/** One row a ticket, loaded the night after it was opened. One in four is of high severity, whatever state the account is in. */
export function createTicketRecorder(seed: number, people: Population, clock: WeeklyClock, accountOf: AccountIndex) {
  const random = randomStream(seed, 'ticket-rows');
  const rows: TicketRows = newTicketRows(people.entities * 4 + 1024);
  let recorded = 0;
  return (happened: Week): TicketRows => {
    rows.rows = 0;
    for (let i = 0; i < people.entities; i++) {
      const count = happened.counts[i * SIGNAL_COUNT + SIGNAL_INDEX.tickets];
      for (let ticket = 0; ticket < count; ticket++) {
        const dayMs =
          clock.startOf(happened.week) + Math.floor(random.uniform(i, happened.week, ticket) * 7) * MS_PER_DAY;
        const at = rows.rows++;
        recorded += 1;
        rows.ticket[at] = recorded;
        rows.account[at] = accountOf(i, happened.week);
        rows.isHigh[at] = random.uniform(i, happened.week, 50 + ticket) < 0.25 ? 1 : 0;
        rows.day[at] = epochDay(dayMs);
        rows.availableMs[at] = availableAfterDay(dayMs, 'tickets', 0);
      }
    }
    return rows;
  };
}

function newEventRows(capacity: number, signals: number): EventRows {
  return {
    rows: 0,
    account: new Int32Array(capacity),
    counts: Array.from({ length: signals }, () => new Int32Array(capacity)),
    day: new Int32Array(capacity),
    availableMs: new Float64Array(capacity),
  };
}

function newTicketRows(capacity: number): TicketRows {
  return {
    rows: 0,
    ticket: new Int32Array(capacity),
    account: new Int32Array(capacity),
    isHigh: new Uint8Array(capacity),
    day: new Int32Array(capacity),
    availableMs: new Float64Array(capacity),
  };
}
