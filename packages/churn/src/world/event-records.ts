import type { PlainRow } from '@applied-modeling/lakehouse';
import {
  epochDay,
  type IdsInTime,
  lagMs,
  MS_PER_DAY,
  nightAfter,
  RowBuffer,
  randomStream,
  type WeeklyClock,
} from '@applied-modeling/synthetic';
import { SIGNAL_COUNT } from './dynamics.ts';
import * as planted from './planted.ts';
import type { Population } from './population.ts';
import type { Week } from './stepper.ts';

/** The tables that count events by day, and which signals each of them reports. */
export const EVENT_TABLES = [
  { table: 'query_daily', day: 'query_date', signals: ['active_users', 'failed_queries'] },
  { table: 'jobs_daily', day: 'run_date', signals: ['failed_runs', 'schedules_created', 'schedules_deleted'] },
  { table: 'audit_daily', day: 'event_date', signals: ['admin_logins', 'exports', 'tokens_revoked'] },
] as const satisfies readonly { table: string; day: string; signals: readonly planted.SignalName[] }[];

const WORKDAYS = 5;

/** One row an account and day with events. Users are spread over two working days of the week, every other signal is on one. */
export function createEventRecorder(seed: number, people: Population, accounts: IdsInTime, clock: WeeklyClock) {
  const random = randomStream(seed, 'event-rows');
  const byDay = new Int32Array(WORKDAYS * 3);

  const spread = (i: number, happened: Week, signals: readonly planted.SignalName[]) => {
    byDay.fill(0);
    signals.forEach((name, slot) => {
      const signal = planted.SIGNAL_INDEX[name];
      const count = happened.counts[i * SIGNAL_COUNT + signal];
      const u = random.uniform(i, happened.week, signal);
      const first = Math.floor(u * WORKDAYS);
      const later = name === 'active_users' ? Math.floor(count / 2) : 0;
      byDay[first * 3 + slot] += count - later;
      byDay[((first + 2) % WORKDAYS) * 3 + slot] += later;
    });
  };

  const recorders = EVENT_TABLES.map(({ table, day: dayColumn, signals }, index) => {
    const lag = lagMs(planted.lagHours[table]);
    const rows = new RowBuffer<string>({
      account_id: accounts.ids,
      ...Object.fromEntries(signals.map((name) => [name, Uint16Array])),
      [dayColumn]: Int32Array,
      available_at: Float64Array,
    });
    const record = (happened: Week) => {
      rows.clear();
      rows.reserve(people.entities * WORKDAYS);
      const { account_id, [dayColumn]: days, available_at } = rows.values;
      const counts = signals.map((name) => rows.values[name]);
      for (let i = 0; i < people.entities; i++) {
        if (happened.dbu[i] === 0) continue;
        spread(i, happened, signals);
        for (let day = 0; day < WORKDAYS; day++) {
          if (byDay[day * 3] + byDay[day * 3 + 1] + byDay[day * 3 + 2] === 0) continue;
          const dayMs = clock.startOf(happened.week) + day * MS_PER_DAY;
          const at = rows.add();
          account_id[at] = accounts.idOf(i, happened.week);
          for (let slot = 0; slot < counts.length; slot++) counts[slot][at] = byDay[day * 3 + slot];
          days[at] = epochDay(dayMs);
          available_at[at] = dayMs + MS_PER_DAY + lag(random.normal(i, happened.week, 20 + index * 5 + day));
        }
      }
      return rows;
    };
    return [table, record] as const;
  });
  return (happened: Week) => Object.fromEntries(recorders.map(([table, record]) => [table, record(happened)]));
}

/** One row a ticket, loaded the night after it was opened. One in four is of high severity, whatever state the account is in. */
export function createTicketRecorder(seed: number, people: Population, accounts: IdsInTime, clock: WeeklyClock) {
  const random = randomStream(seed, 'ticket-rows');
  let recorded = 0;
  return ({ week, counts }: Week) => {
    const tickets: PlainRow[] = [];
    for (let i = 0; i < people.entities; i++) {
      const count = counts[i * SIGNAL_COUNT + planted.SIGNAL_INDEX.tickets];
      for (let ticket = 0; ticket < count; ticket++) {
        const dayMs = clock.startOf(week) + Math.floor(random.uniform(i, week, ticket) * 7) * MS_PER_DAY;
        tickets.push({
          ticket_id: `T${String(++recorded).padStart(7, '0')}`,
          account_id: accounts.ids[accounts.idOf(i, week)],
          severity: random.uniform(i, week, 50 + ticket) < 0.25 ? 'high' : 'low',
          opened_date: epochDay(dayMs),
          available_at: nightAfter(dayMs),
        });
      }
    }
    return { tickets };
  };
}
