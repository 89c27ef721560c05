import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { createFailureRecorder, createUsageRecorder } from '../../src/world/hourly-records.ts';
import { HOURS, hourMs } from '../../src/world/week-shape.ts';
import { clock, mean, runHistory } from './histories.ts';

const world = runHistory(7, 12);
const { ids } = world.population;
const happened = world.weeks[10];

type Rows = { readonly series_id: ArrayLike<number>; readonly hour: ArrayLike<number> };
const cellOf = (rows: Rows, row: number) =>
  rows.series_id[row] * HOURS + (rows.hour[row] - hourMs(clock, 10, 0)) / MS_PER_HOUR;

describe('usage rows', () => {
  const { rows: count, values: rows } = createUsageRecorder(7, ids, clock)(happened).usage_hourly;
  const everyRow = Array.from({ length: count }, (_, row) => row);
  const lagHours = (row: number) => (rows.available_at[row] - rows.hour[row]) / MS_PER_HOUR - 1;
  const originals = everyRow.filter((row) => rows.record_type[row] === 0);
  const corrections = everyRow.filter((row) => rows.record_type[row] === 1);

  test('hold one original an hour, and add up to what was used', () => {
    expect(originals.map((row) => cellOf(rows, row))).toEqual(Array.from(happened.usage.keys()));
    const summed = new Int32Array(happened.usage.length);
    for (const row of everyRow) summed[cellOf(rows, row)] += rows.node_hours[row];
    expect(summed).toEqual(happened.usage);
  });

  test('are known 6 hours after their hour in the median, 99 % within 14', () => {
    const lags = originals.map(lagHours).sort((a, b) => a - b);
    expect(lags[0]).toBeGreaterThan(0);
    expect(lags[Math.floor(0.5 * lags.length)]).toBeCloseTo(6, 0);
    expect(lags[Math.floor(0.99 * lags.length)]).toBeGreaterThan(13);
    expect(lags[Math.floor(0.99 * lags.length)]).toBeLessThan(15);
  });

  test('are corrected one to five days after the original', () => {
    const originalOf = new Map(originals.map((row) => [cellOf(rows, row), row]));
    const days = corrections.map(
      (row) => (rows.available_at[row] - rows.available_at[originalOf.get(cellOf(rows, row))!]) / MS_PER_DAY,
    );
    expect(corrections.length).toBeGreaterThan(30);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...days)).toBeLessThanOrEqual(5);
  });
});

describe('failure rows', () => {
  const { stockouts, launch_failures: failures } = createFailureRecorder(7, ids, clock)(happened);
  const shortCells = Array.from(happened.unmet.keys()).filter((cell) => happened.unmet[cell] > 0);

  test('hold one stock-out an hour that was short, of 1 to 60 minutes, longer where more was unmet', () => {
    const found = Array.from({ length: stockouts.rows }, (_, row) => cellOf(stockouts.values, row));
    expect(found).toEqual(shortCells);
    const minutes = Array.from(stockouts.values.minutes.subarray(0, stockouts.rows));
    expect([Math.min(...minutes) >= 1, Math.max(...minutes) <= 60]).toEqual([true, true]);
    const share = shortCells.map((cell) => happened.unmet[cell] / (happened.demand[cell] + happened.spillIn[cell]));
    const mild = minutes.filter((_, at) => share[at] < 0.05);
    const severe = minutes.filter((_, at) => share[at] > 0.2);
    expect(mean(severe)).toBeGreaterThan(2 * mean(mild));
  });

  test('count in attempt 1 those who retry and those who move on, in attempts 2 to 4 the retries again', () => {
    const byAttempt = [1, 2, 3, 4].map((attempt) => {
      const cells = new Int32Array(happened.unmet.length);
      for (let row = 0; row < failures.rows; row++) {
        if (failures.values.attempt[row] === attempt)
          cells[cellOf(failures.values, row)] = failures.values.clusters[row];
      }
      return cells;
    });
    expect(byAttempt[0]).toEqual(happened.retrying.map((nodes, cell) => nodes + happened.spilling[cell]));
    for (const later of byAttempt.slice(1)) expect(later).toEqual(happened.retrying);
  });

  test('are known within about an hour', () => {
    const hours = Array.from(
      { length: failures.rows },
      (_, row) => (failures.values.available_at[row] - failures.values.hour[row]) / MS_PER_HOUR,
    );
    expect(Math.min(...hours)).toBeGreaterThan(1);
    expect(mean(hours)).toBeLessThan(1.5);
  });
});
