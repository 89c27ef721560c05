import { epochDay, MS_PER_DAY, randomStream, type WeeklyClock } from '@applied-modeling/synthetic';
import { availableAfterDay, corrections, feedOutage } from './lags.ts';
import { REGIONS, usage, WORKLOADS } from './planted.ts';
import type { Population } from './population.ts';
import type { Week } from './stepper.ts';

/** Account id (as an index into the list of ids) under which an entity is billed in a week. */
export type AccountIndex = (entity: number, week: number) => number;

/** The rows of one week: parallel arrays of which the first `rows` entries count. The arrays are reused for the next week. */
export interface UsageRows {
  rows: number;
  readonly account: Int32Array;
  readonly sku: Uint8Array;
  readonly milliDbu: Int32Array;
  /** Index into RECORD_TYPES. */
  readonly recordType: Uint8Array;
  readonly day: Int32Array;
  readonly availableMs: Float64Array;
}

export interface FeedRows {
  readonly region: Uint8Array;
  readonly day: Int32Array;
  readonly availableMs: Float64Array;
}

export const RECORD_TYPES = ['ORIGINAL', 'RETRACTION', 'RESTATEMENT'] as const;
const ORIGINAL = 0;
const RETRACTION = 1;
const RESTATEMENT = 2;

/**
 * Turns weekly DBU into billing rows: the main SKU every working day, the next SKU once a week, most rows hours late,
 * a few corrected days later. The days of a week share its total at random, so the total stays the only news in them.
 */
export function createUsageRecorder(seed: number, people: Population, clock: WeeklyClock, accountOf: AccountIndex) {
  const random = randomStream(seed, 'usage-rows');
  const rows = newRows(people.entities * 9 + 4096);
  const weights = new Float64Array(7);

  const add = (account: number, sku: number, milliDbu: number, type: number, day: number, availableMs: number) => {
    const at = rows.rows++;
    rows.account[at] = account;
    rows.sku[at] = sku;
    rows.milliDbu[at] = milliDbu;
    rows.recordType[at] = type;
    rows.day[at] = day;
    rows.availableMs[at] = availableMs;
  };

  const addWithCorrection = (
    i: number,
    step: number,
    account: number,
    sku: number,
    dbu: number,
    dayMs: number,
    stopMs: number,
  ) => {
    const milliDbu = Math.round(dbu * 1000);
    if (milliDbu === 0) return;
    const available = Math.max(availableAfterDay(dayMs, 'usage_daily', random.normal(i, step, 0)), stopMs);
    add(account, sku, milliDbu, ORIGINAL, epochDay(dayMs), available);
    const u = random.uniform(i, step, 1);
    if (u >= corrections.share) return;
    const spread = corrections.maximumDays - corrections.minimumDays;
    const correctedAt = available + (corrections.minimumDays + (u / corrections.share) * spread) * MS_PER_DAY;
    add(account, sku, -milliDbu, RETRACTION, epochDay(dayMs), Math.round(correctedAt));
    const restated = Math.round(milliDbu * (0.5 + 0.9 * random.uniform(i, step, 2)));
    add(account, sku, restated, RESTATEMENT, epochDay(dayMs), Math.round(correctedAt));
  };

  return (happened: Week): { usage: UsageRows; feed: FeedRows } => {
    rows.rows = 0;
    const start = clock.startOf(happened.week);
    const outages = REGIONS.map((_, region) => drawOutage(random, region, happened.week, start));
    for (let i = 0; i < people.entities; i++) {
      const total = happened.dbu[i];
      if (total === 0) continue;
      const account = accountOf(i, happened.week);
      const outage = outages[people.region[i]];
      const days = people.workdaysOnly[i] === 1 ? 5 : 7;
      let weightSum = 0;
      for (let d = 0; d < days; d++) {
        weights[d] = Math.exp(usage.daySigma * random.normal(i, happened.week * 8 + d, 3));
        weightSum += weights[d];
      }
      const main = people.workload[i];
      for (let d = 0; d < days; d++) {
        const dayMs = start + d * MS_PER_DAY;
        const dbu = (total * usage.mainShare * weights[d]) / weightSum;
        addWithCorrection(i, happened.week * 8 + d, account, main, dbu, dayMs, outage.availableFrom(dayMs));
      }
      const reportDay = start + (i % days) * MS_PER_DAY;
      const next = (main + 1) % WORKLOADS.length;
      const rest = total * (1 - usage.mainShare);
      addWithCorrection(i, happened.week * 8 + 7, account, next, rest, reportDay, outage.availableFrom(reportDay));
    }
    return { usage: rows, feed: feedRows(start, outages) };
  };
}

interface Outage {
  /** Earliest instant at which a day's rows of the region can be known; 0 when its feed runs. */
  availableFrom(dayMs: number): number;
}

function drawOutage(random: ReturnType<typeof randomStream>, region: number, week: number, start: number): Outage {
  if (random.uniform(region, week, 10) >= feedOutage.share) return { availableFrom: () => 0 };
  const from = start + Math.floor(random.uniform(region, week, 11) * 7) * MS_PER_DAY;
  const spread = feedOutage.maximumDays - feedOutage.minimumDays;
  const length = (feedOutage.minimumDays + random.uniform(region, week, 12) * spread) * MS_PER_DAY;
  return { availableFrom: (dayMs) => (dayMs >= from ? Math.round(from + MS_PER_DAY + length) : 0) };
}

/** A region's day counts as complete when the feed says so: at the 99th percentile of the lag, or when an outage ends. */
function feedRows(start: number, outages: readonly Outage[]): FeedRows {
  const cells = outages.flatMap((outage, region) =>
    Array.from({ length: 7 }, (_, d) => {
      const dayMs = start + d * MS_PER_DAY;
      const availableMs = Math.max(availableAfterDay(dayMs, 'usage_daily', 2.3263), outage.availableFrom(dayMs));
      return { region, day: epochDay(dayMs), availableMs };
    }),
  );
  return {
    region: Uint8Array.from(cells, (cell) => cell.region),
    day: Int32Array.from(cells, (cell) => cell.day),
    availableMs: Float64Array.from(cells, (cell) => cell.availableMs),
  };
}

function newRows(capacity: number): UsageRows {
  return {
    rows: 0,
    account: new Int32Array(capacity),
    sku: new Uint8Array(capacity),
    milliDbu: new Int32Array(capacity),
    recordType: new Uint8Array(capacity),
    day: new Int32Array(capacity),
    availableMs: new Float64Array(capacity),
  };
}
