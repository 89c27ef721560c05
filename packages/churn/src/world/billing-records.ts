import {
  epochDay,
  type IdsInTime,
  lagMs,
  MS_PER_DAY,
  RowBuffer,
  randomStream,
  type WeeklyClock,
  within,
} from '@applied-modeling/synthetic';
import * as planted from './planted.ts';
import type { Population } from './population.ts';
import type { Week } from './stepper.ts';

/** What billing logs of a week: usage by day, hours late, some of it corrected days later, and how complete each day is. */

export const RECORD_TYPES = ['ORIGINAL', 'RETRACTION', 'RESTATEMENT'] as const;
const [ORIGINAL, RETRACTION, RESTATEMENT] = RECORD_TYPES.keys();

/**
 * Turns weekly DBU into billing rows: the main SKU every working day, the next SKU once a week, most rows hours late,
 * a few corrected days later. The days of a week share its total at random, so the total stays the only news in them.
 */
export function createUsageRecorder(seed: number, people: Population, accounts: IdsInTime, clock: WeeklyClock) {
  const random = randomStream(seed, 'usage-rows');
  const lag = lagMs(planted.lagHours.usage_daily);
  const usage = new RowBuffer({
    account_id: accounts.ids,
    sku: planted.WORKLOADS,
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
    const account = accounts.idOf(i, week);
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
    bill(i, week * 8 + 7, account, (main + 1) % planted.WORKLOADS.length, rest, reportMs, availableFrom(reportMs));
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
    const availableFrom = planted.REGIONS.map((_, region) => drawOutage(region, happened.week));
    for (let i = 0; i < people.entities; i++) {
      if (happened.dbu[i] > 0) billWeek(i, happened, availableFrom[people.region[i]]);
    }
    const feed = planted.REGIONS.flatMap((name, region) => feedOf(name, happened.week, availableFrom[region]));
    return { usage_daily: usage, feed_status: feed };
  };
}

type AvailableFrom = (dayMs: number) => number;
