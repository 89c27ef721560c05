import { randomStream, type WeeklyClock } from '@applied-modeling/synthetic';
import { availableAfterHour } from './lags.ts';
import { unmet as planted, stockout, within } from './planted.ts';
import type { Week } from './stepper.ts';
import { HOURS, hourMs } from './week-shape.ts';

/** Hours with a stock-out: parallel arrays of which the first `rows` entries count, reused week by week. */
export interface StockoutRows {
  rows: number;
  readonly series: Int32Array;
  readonly minutes: Uint8Array;
  readonly hourMs: Float64Array;
  readonly availableMs: Float64Array;
}

export interface LaunchFailureRows {
  rows: number;
  readonly series: Int32Array;
  readonly attempt: Uint8Array;
  readonly clusters: Int32Array;
  readonly hourMs: Float64Array;
  readonly availableMs: Float64Array;
}

/**
 * What the control plane logs when nodes run out. Attempt 1 holds those that go on to try again and those that go to the
 * neighbour, attempts 2 to 4 the same retries once more: counted as requests they are demand four times over. Those who give up
 * at once appear nowhere, and the minutes say how long it was short, not by how much.
 */
export function createFailureRecorder(seed: number, series: number, clock: WeeklyClock) {
  const random = randomStream(seed, 'failure-rows');
  const cells = series * HOURS;
  const stockouts = newStockouts(cells);
  const failures = newFailures(cells * (1 + planted.retries));

  const addStockout = ({ week, demand, spillIn, unmet }: Week, i: number, hour: number) => {
    const [cell, step] = [i * HOURS + hour, week * HOURS + hour];
    const share = unmet[cell] / (demand[cell] + spillIn[cell]);
    const length = 60 * Math.min(1, share * stockout.steepness) * within(stockout.spread, random.uniform(i, step, 0));
    const at = stockouts.rows++;
    stockouts.series[at] = i;
    stockouts.minutes[at] = Math.min(60, Math.max(1, Math.round(length)));
    stockouts.hourMs[at] = hourMs(clock, week, hour);
    stockouts.availableMs[at] = availableAfterHour(stockouts.hourMs[at], 'stockouts', random.normal(i, step, 1));
  };

  const addFailures = ({ week, retrying, spilling }: Week, i: number, hour: number) => {
    const [cell, step] = [i * HOURS + hour, week * HOURS + hour];
    const ms = hourMs(clock, week, hour);
    for (let attempt = 1; attempt <= 1 + planted.retries; attempt++) {
      const clusters = retrying[cell] + (attempt === 1 ? spilling[cell] : 0);
      if (clusters === 0) continue;
      const at = failures.rows++;
      failures.series[at] = i;
      failures.attempt[at] = attempt;
      failures.clusters[at] = clusters;
      failures.hourMs[at] = ms;
      failures.availableMs[at] = availableAfterHour(ms, 'launch_failures', random.normal(i, step, 2));
    }
  };

  return (happened: Week): { stockouts: StockoutRows; failures: LaunchFailureRows } => {
    stockouts.rows = 0;
    failures.rows = 0;
    for (let i = 0; i < series; i++) {
      for (let hour = 0; hour < HOURS; hour++) {
        if (happened.unmet[i * HOURS + hour] === 0) continue;
        addStockout(happened, i, hour);
        addFailures(happened, i, hour);
      }
    }
    return { stockouts, failures };
  };
}

function newStockouts(capacity: number): StockoutRows {
  return {
    rows: 0,
    series: new Int32Array(capacity),
    minutes: new Uint8Array(capacity),
    hourMs: new Float64Array(capacity),
    availableMs: new Float64Array(capacity),
  };
}

function newFailures(capacity: number): LaunchFailureRows {
  return {
    rows: 0,
    series: new Int32Array(capacity),
    attempt: new Uint8Array(capacity),
    clusters: new Int32Array(capacity),
    hourMs: new Float64Array(capacity),
    availableMs: new Float64Array(capacity),
  };
}
