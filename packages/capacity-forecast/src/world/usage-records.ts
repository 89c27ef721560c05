import { MS_PER_DAY, randomStream, type WeeklyClock } from '@applied-modeling/synthetic';
import { availableAfterHour } from './lags.ts';
import { corrections, within } from './planted.ts';
import type { Week } from './stepper.ts';
import { HOURS, hourMs } from './week-shape.ts';

/** The rows of one week: parallel arrays of which the first `rows` entries count. The arrays are reused for the next week. */
export interface UsageRows {
  rows: number;
  readonly series: Int32Array;
  /** Index into RECORD_TYPES. */
  readonly recordType: Uint8Array;
  readonly nodeHours: Int32Array;
  readonly hourMs: Float64Array;
  readonly availableMs: Float64Array;
}

export const RECORD_TYPES = ['ORIGINAL', 'CORRECTION'] as const;
const ORIGINAL = 0;
const CORRECTION = 1;

/** One bill an hour, hours late; where it was wrong, the difference follows one to five days after it. */
export function createUsageRecorder(seed: number, series: number, clock: WeeklyClock) {
  const random = randomStream(seed, 'usage-rows');
  const rows = newRows(Math.ceil(series * HOURS * 1.1) + 1024);

  const add = (i: number, type: number, nodeHours: number, ms: number, availableMs: number) => {
    const at = rows.rows++;
    rows.series[at] = i;
    rows.recordType[at] = type;
    rows.nodeHours[at] = nodeHours;
    rows.hourMs[at] = ms;
    rows.availableMs[at] = availableMs;
  };

  return ({ week, usage, billed }: Week): UsageRows => {
    rows.rows = 0;
    for (let i = 0; i < series; i++) {
      for (let hour = 0; hour < HOURS; hour++) {
        const cell = i * HOURS + hour;
        const step = week * HOURS + hour;
        const ms = hourMs(clock, week, hour);
        const available = availableAfterHour(ms, 'usage_hourly', random.normal(i, step));
        add(i, ORIGINAL, billed[cell], ms, available);
        if (billed[cell] === usage[cell]) continue;
        const days = within([corrections.minimumDays, corrections.maximumDays], random.uniform(i, step, 1));
        add(i, CORRECTION, usage[cell] - billed[cell], ms, available + Math.round(days * MS_PER_DAY));
      }
    }
    return rows;
  };
}

function newRows(capacity: number): UsageRows {
  return {
    rows: 0,
    series: new Int32Array(capacity),
    recordType: new Uint8Array(capacity),
    nodeHours: new Int32Array(capacity),
    hourMs: new Float64Array(capacity),
    availableMs: new Float64Array(capacity),
  };
}
