import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { createUsageRecorder } from '../../src/world/usage-records.ts';
import { HOURS } from '../../src/world/week-shape.ts';
import { clock, runHistory } from './histories.ts';

const world = runHistory(7, 12);
const { series } = world.population;

describe('usage rows', () => {
  const happened = world.weeks[10];
  const rows = createUsageRecorder(7, series, clock)(happened);
  const everyRow = Array.from({ length: rows.rows }, (_, row) => row);
  const cellOf = (row: number) => rows.series[row] * HOURS + (rows.hourMs[row] - clock.startOf(10)) / MS_PER_HOUR;
  const lagHours = (row: number) => (rows.availableMs[row] - rows.hourMs[row]) / MS_PER_HOUR - 1;
  const originals = everyRow.filter((row) => rows.recordType[row] === 0);
  const corrections = everyRow.filter((row) => rows.recordType[row] === 1);

  test('hold one original an hour, and add up to what was used', () => {
    expect(originals.map(cellOf)).toEqual(Array.from(happened.usage.keys()));
    const summed = new Int32Array(happened.usage.length);
    for (const row of everyRow) summed[cellOf(row)] += rows.nodeHours[row];
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
    const originalOf = new Map(originals.map((row) => [cellOf(row), row]));
    const days = corrections.map(
      (row) => (rows.availableMs[row] - rows.availableMs[originalOf.get(cellOf(row))!]) / MS_PER_DAY,
    );
    expect(corrections.length).toBeGreaterThan(30);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...days)).toBeLessThanOrEqual(5);
  });
});
