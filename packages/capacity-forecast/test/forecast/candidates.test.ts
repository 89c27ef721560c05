import { describe, expect, test } from 'vitest';
import { candidates, comingWeek, decisionHour } from '../../src/forecast/candidates.ts';
import { tinyPanel } from '../tiny-panel.ts';

describe('candidates', () => {
  const planned = candidates({ ...tinyPanel(2, 8, () => 100), cloud: ['aws', 'gcp'] }, [5, 7]);

  test('are every series in every week, in the order of weeks', () => {
    expect(Array.from(planned.week)).toEqual([5, 5, 7, 7]);
    expect(Array.from(planned.series, (series) => planned.seriesIds[series])).toEqual([
      'aws/r/0',
      'aws/r/1',
      'aws/r/0',
      'aws/r/1',
    ]);
    expect(planned.slices.cloud).toEqual(['aws', 'gcp', 'aws', 'gcp']);
  });

  test('are decided on the Thursday before, at six', () => {
    const thursday = 4 * 168 + 3 * 24 + 6;
    expect(decisionHour(5)).toBe(thursday);
    expect(planned.decidedAt[0]).toBe(thursday * 3_600_000);
  });
});

test('the coming week is the newest whose Thursday has come', () => {
  const thursday = Date.UTC(2025, 2, 6, 6);
  const epoch = Date.UTC(2025, 2, 3);
  expect(comingWeek({ epoch, now: thursday })).toBe(1);
  expect(comingWeek({ epoch, now: thursday - 1 })).toBe(0);
});
