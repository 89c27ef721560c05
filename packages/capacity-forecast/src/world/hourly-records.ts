import {
  lagMs,
  MS_PER_DAY,
  MS_PER_HOUR,
  RowBuffer,
  randomStream,
  type WeeklyClock,
  within,
} from '@applied-modeling/synthetic';
import { corrections, lagHours, unmet as planted, stockout } from './planted.ts';
import type { Week } from './stepper.ts';
import { HOURS, hourMs } from './week-shape.ts';

const RECORD_TYPES = ['ORIGINAL', 'CORRECTION'] as const;
const [ORIGINAL, CORRECTION] = RECORD_TYPES.keys();

/** One bill an hour, hours late; where it was wrong, the difference follows one to five days after it. */
export function createUsageRecorder(seed: number, ids: readonly string[], clock: WeeklyClock) {
  const random = randomStream(seed, 'usage-rows');
  const lag = lagMs(lagHours.usage_hourly);
  const usage = new RowBuffer({
    series_id: ids,
    record_type: RECORD_TYPES,
    node_hours: Int32Array,
    hour: Float64Array,
    available_at: Float64Array,
  });
  const add = (i: number, type: number, nodeHours: number, ms: number, availableMs: number) => {
    const at = usage.add();
    usage.values.series_id[at] = i;
    usage.values.record_type[at] = type;
    usage.values.node_hours[at] = nodeHours;
    usage.values.hour[at] = ms;
    usage.values.available_at[at] = availableMs;
  };
  return (happened: Week) => {
    usage.clear();
    for (let cell = 0; cell < happened.usage.length; cell++) {
      const [i, hour] = [Math.floor(cell / HOURS), cell % HOURS];
      const [step, ms] = [happened.week * HOURS + hour, hourMs(clock, happened.week, hour)];
      const billed = happened.billed[cell];
      const availableMs = ms + MS_PER_HOUR + lag(random.normal(i, step));
      add(i, ORIGINAL, billed, ms, availableMs);
      if (billed === happened.usage[cell]) continue;
      const correctedMs = availableMs + Math.round(within(corrections.days, random.uniform(i, step, 1)) * MS_PER_DAY);
      add(i, CORRECTION, happened.usage[cell] - billed, ms, correctedMs);
    }
    return { usage_hourly: usage };
  };
}

/**
 * What the control plane logs when nodes run out. Attempt 1 holds those that go on to try again and those that go to the
 * neighbour, attempts 2 to 4 the same retries once more: counted as requests they are demand four times over. Those who give up
 * at once appear nowhere, and the minutes say how long it was short, not by how much.
 */
export function createFailureRecorder(seed: number, ids: readonly string[], clock: WeeklyClock) {
  const random = randomStream(seed, 'failure-rows');
  const [stockoutLag, failureLag] = [lagMs(lagHours.stockouts), lagMs(lagHours.launch_failures)];
  const clocks = { hour: Float64Array, available_at: Float64Array };
  const stockouts = new RowBuffer({ series_id: ids, minutes: Uint8Array, ...clocks });
  const failures = new RowBuffer({ series_id: ids, attempt: Uint8Array, clusters: Int32Array, ...clocks });

  const addStockout = (i: number, share: number, step: number, ms: number) => {
    const length = 60 * Math.min(1, share * stockout.steepness) * within(stockout.spread, random.uniform(i, step, 0));
    const at = stockouts.add();
    stockouts.values.series_id[at] = i;
    stockouts.values.minutes[at] = Math.min(60, Math.max(1, Math.round(length)));
    stockouts.values.hour[at] = ms;
    stockouts.values.available_at[at] = ms + MS_PER_HOUR + stockoutLag(random.normal(i, step, 1));
  };

  const addFailures = (i: number, attempt: number, clusters: number, step: number, ms: number) => {
    if (clusters === 0) return;
    const at = failures.add();
    failures.values.series_id[at] = i;
    failures.values.attempt[at] = attempt;
    failures.values.clusters[at] = clusters;
    failures.values.hour[at] = ms;
    failures.values.available_at[at] = ms + MS_PER_HOUR + failureLag(random.normal(i, step, 2));
  };

  return ({ week, demand, spillIn, unmet, retrying, spilling }: Week) => {
    stockouts.clear();
    failures.clear();
    for (let cell = 0; cell < unmet.length; cell++) {
      if (unmet[cell] === 0) continue;
      const [i, hour] = [Math.floor(cell / HOURS), cell % HOURS];
      const [step, ms] = [week * HOURS + hour, hourMs(clock, week, hour)];
      addStockout(i, unmet[cell] / (demand[cell] + spillIn[cell]), step, ms);
      for (let attempt = 1; attempt <= 1 + planted.retries; attempt++) {
        addFailures(i, attempt, retrying[cell] + (attempt === 1 ? spilling[cell] : 0), step, ms);
      }
    }
    return { stockouts, launch_failures: failures };
  };
}
