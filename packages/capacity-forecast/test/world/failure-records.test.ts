import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { createFailureRecorder } from '../../src/world/failure-records.ts';
import { HOURS, hourMs } from '../../src/world/week-shape.ts';
import { clock, mean, runHistory } from './histories.ts';

const world = runHistory(7, 12);
const { series } = world.population;

describe('failure rows', () => {
  const record = createFailureRecorder(7, series, clock);
  const happened = world.weeks[10];
  const { stockouts, failures } = record(happened);
  const shortCells = Array.from(happened.unmet.keys()).filter((cell) => happened.unmet[cell] > 0);
  const cellOf = (rows: { series: Int32Array; hourMs: Float64Array }, row: number) =>
    rows.series[row] * HOURS + (rows.hourMs[row] - hourMs(clock, 10, 0)) / MS_PER_HOUR;

  test('hold one stock-out an hour that was short, of 1 to 60 minutes, longer where more was unmet', () => {
    const found = Array.from({ length: stockouts.rows }, (_, row) => cellOf(stockouts, row));
    expect(found).toEqual(shortCells);
    const minutes = Array.from(stockouts.minutes.subarray(0, stockouts.rows));
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
        if (failures.attempt[row] === attempt) cells[cellOf(failures, row)] = failures.clusters[row];
      }
      return cells;
    });
    expect(byAttempt[0]).toEqual(happened.retrying.map((nodes, cell) => nodes + happened.spilling[cell]));
    for (const later of byAttempt.slice(1)) expect(later).toEqual(happened.retrying);
  });

  test('are known within about an hour', () => {
    const hours = Array.from(
      { length: failures.rows },
      (_, row) => (failures.availableMs[row] - failures.hourMs[row]) / MS_PER_HOUR,
    );
    expect(Math.min(...hours)).toBeGreaterThan(1);
    expect(mean(hours)).toBeLessThan(1.5);
  });
});
