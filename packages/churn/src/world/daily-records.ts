import type { PlainRow } from '@applied-modeling/lakehouse';
import {
  epochDay,
  lagMs,
  MS_PER_DAY,
  nightAfter,
  RowBuffer,
  randomStream,
  type WeeklyClock,
  within,
} from '@applied-modeling/synthetic';
import { SIGNAL_COUNT } from './dynamics.ts';
import * as planted from './planted.ts';
import { REGIONS, type SignalName, WORKLOADS } from './planted.ts';
import type { AccountIds, Population } from './population.ts';
import type { Week } from './stepper.ts';

/** What the systems log of a week, day by day: billing and its feed, events, tickets. */

export const RECORD_TYPES = ['ORIGINAL', 'RETRACTION', 'RESTATEMENT'] as const;
const [ORIGINAL, RETRACTION, RESTATEMENT] = RECORD_TYPES.keys();

/**
 * Turns weekly DBU into billing rows: the main SKU every working day, the next SKU once a week, most rows hours late,
 * a few corrected days later. The days of a week share its total at random, so the total stays the only news in them.
 */
export function createUsageRecorder(seed: number, people: Population, accounts: AccountIds, clock: WeeklyClock) {
  const random = randomStream(seed, 'usage-rows');
  const lag = lagMs(planted.lagHours.usage_daily);
  const usage = new RowBuffer({
    account_id: accounts.ids,
    sku: WORKLOADS,
    dbu: Float64Array,
    record_type: RECORD_TYPES,
    usage_date: Int32Array,
    available_at: Float64Array,
  });
  const weights = new Float64Array(7);

  const add = (account: number, sku: number, milliDbu: number, type: number, dayMs: number, availableMs: number) => {
    const at = usage.add();
    const { values } = usage;
    values.account_id[at] = account;
    values.sku[at] = sku;
    values.dbu[at] = milliDbu / 1000;
    values.record_type[at] = type;
    values.usage_date[at] = epochDay(dayMs);
    values.available_at[at] = availableMs;
  };

  /** One bill, known no sooner than `stopMs`, and in a few cases its correction; `step` tells the bills of an entity apart. */
  const bill = (i: number, step: number, account: number, sku: number, dbu: number, dayMs: number, stopMs: number) => {
    const milliDbu = Math.round(dbu * 1000);
    if (milliDbu === 0) return;
    const availableMs = Math.max(dayMs + MS_PER_DAY + lag(random.normal(i, step, 0)), stopMs);
    add(account, sku, milliDbu, ORIGINAL, dayMs, availableMs);
    const u = random.uniform(i, step, 1);
    if (u >= planted.corrections.share) return;
    const correctedMs = Math.round(
      availableMs + within(planted.corrections.days, u / planted.corrections.share) * MS_PER_DAY,
    );
    const restated = Math.round(milliDbu * (0.5 + 0.9 * random.uniform(i, step, 2)));
    add(account, sku, -milliDbu, RETRACTION, dayMs, correctedMs);
    add(account, sku, restated, RESTATEMENT, dayMs, correctedMs);
  };

  const billWeek = (i: number, { week, dbu }: Week, availableFrom: AvailableFrom) => {
    const start = clock.startOf(week);
    const account = accounts.accountOf(i, week);
    const main = people.workload[i];
    const days = people.workdaysOnly[i] === 1 ? 5 : 7;
    let weightSum = 0;
    for (let d = 0; d < days; d++) {
      weights[d] = Math.exp(planted.usage.daySigma * random.normal(i, week * 8 + d, 3));
      weightSum += weights[d];
    }
    for (let d = 0; d < days; d++) {
      const dayMs = start + d * MS_PER_DAY;
      const ofDay = (dbu[i] * planted.usage.mainShare * weights[d]) / weightSum;
      bill(i, week * 8 + d, account, main, ofDay, dayMs, availableFrom(dayMs));
    }
    const reportMs = start + (i % days) * MS_PER_DAY;
    const rest = dbu[i] * (1 - planted.usage.mainShare);
    bill(i, week * 8 + 7, account, (main + 1) % WORKLOADS.length, rest, reportMs, availableFrom(reportMs));
  };

  /** A region's day counts as complete when the feed says so: at the 99th percentile of the lag, or when an outage ends. */
  const complete = lag(2.3263);
  const feedOf = (region: string, week: number, availableFrom: AvailableFrom) =>
    Array.from({ length: 7 }, (_, d) => {
      const dayMs = clock.startOf(week) + d * MS_PER_DAY;
      const availableAt = Math.max(dayMs + MS_PER_DAY + complete, availableFrom(dayMs));
      return { region, usage_date: epochDay(dayMs), available_at: availableAt };
    });

  /** Earliest instant at which a day's rows of a region can be known; 0 when its feed runs. */
  const drawOutage = (region: number, week: number): AvailableFrom => {
    if (random.uniform(region, week, 10) >= planted.feedOutage.share) return () => 0;
    const from = clock.startOf(week) + Math.floor(random.uniform(region, week, 11) * 7) * MS_PER_DAY;
    const length = within(planted.feedOutage.days, random.uniform(region, week, 12)) * MS_PER_DAY;
    return (dayMs) => (dayMs >= from ? Math.round(from + MS_PER_DAY + length) : 0);
  };

  return (happened: Week) => {
    usage.clear();
    const availableFrom = REGIONS.map((_, region) => drawOutage(region, happened.week));
    for (let i = 0; i < people.entities; i++) {
      if (happened.dbu[i] > 0) billWeek(i, happened, availableFrom[people.region[i]]);
    }
    const feed = REGIONS.flatMap((name, region) => feedOf(name, happened.week, availableFrom[region]));
    return { usage_daily: usage, feed_status: feed };
  };
}

type AvailableFrom = (dayMs: number) => number;

/** The tables that count events by day, and which signals each of them reports. */
export const EVENT_TABLES = [
  { table: 'query_daily', day: 'query_date', signals: ['active_users', 'failed_queries'] },
  { table: 'jobs_daily', day: 'run_date', signals: ['failed_runs', 'schedules_created', 'schedules_deleted'] },
  { table: 'audit_daily', day: 'event_date', signals: ['admin_logins', 'exports', 'tokens_revoked'] },
] as const satisfies readonly { table: string; day: string; signals: readonly SignalName[] }[];

const WORKDAYS = 5;

/** One row an account and day with events. Users are spread over two working days of the week, every other signal is on one. */
export function createEventRecorder(seed: number, people: Population, accounts: AccountIds, clock: WeeklyClock) {
  const random = randomStream(seed, 'event-rows');
  const byDay = new Int32Array(WORKDAYS * 3);

  const spread = (i: number, happened: Week, signals: readonly SignalName[]) => {
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
          account_id[at] = accounts.accountOf(i, happened.week);
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
export function createTicketRecorder(seed: number, people: Population, accounts: AccountIds, clock: WeeklyClock) {
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
          account_id: accounts.ids[accounts.accountOf(i, week)],
          severity: random.uniform(i, week, 50 + ticket) < 0.25 ? 'high' : 'low',
          opened_date: epochDay(dayMs),
          available_at: nightAfter(dayMs),
        });
      }
    }
    return { tickets };
  };
}
