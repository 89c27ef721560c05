import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failuresAsOf, type Panel, readPanel, servedAsOf } from '../../src/forecast/panel.ts';
import { HOURS } from '../../src/label.ts';
import { at, ingestTables, on, twoSeries } from '../tiny-lake.ts';

const WEEKS = 2;

describe('the panel', () => {
  let panel: Panel;
  let close: () => void;
  beforeAll(async () => {
    const ingested = await ingestTables(
      {
        series: twoSeries,
        usage_hourly: [
          usage('a', 0, 50, 6),
          usage('a', 1, 60, 8),
          { ...usage('a', 1, -7, 40), record_type: 'CORRECTION' },
          usage('b', 2 * HOURS - 1, 70, 2 * HOURS + 5 + 1 / 3600),
          usage('b', 2 * HOURS, 99, 2 * HOURS + 6),
          usage('b', -1, 99, 3),
        ],
        launch_failures: [failures('a', 1, 1, 10), failures('a', 1, 2, 6), failures('a', 1, 3, 6)],
        stockouts: [{ series_id: 'a', minutes: 12, hour: at(1), available_at: at(2.5) }],
        capacity_weekly: [{ series_id: 'b', nodes: 80, week_start: on(7), available_at: at(0) }],
      },
      WEEKS,
    );
    close = ingested.close;
    panel = await readPanel(ingested);
  });
  afterAll(() => close());

  const cell = (series: number, hour: number) => series * WEEKS * HOURS + hour;

  test('lays hours out series by series, and leaves out what lies before week 0 and after the last', () => {
    expect([panel.ids, panel.hours, panel.served.length]).toEqual([['a', 'b'], 336, 672]);
    expect([panel.served[cell(0, 0)], panel.served[cell(0, 1)], panel.served[cell(1, 335)]]).toEqual([50, 60, 70]);
    expect(panel.served.filter((nodes) => !Number.isNaN(nodes)).length).toBe(3);
  });

  test('knows a bill from when it came and its correction from when that came', () => {
    expect([7.9, 8, 39.9, 40].map((hour) => servedAsOf(panel, cell(0, 1), hour))).toEqual([Number.NaN, 60, 60, 53]);
  });

  test('does not know a bill that came a second after it was asked', () => {
    expect(servedAsOf(panel, cell(1, 335), 2 * HOURS + 5)).toBeNaN();
    expect(servedAsOf(panel, cell(1, 335), 2 * HOURS + 5.01)).toBe(70);
  });

  test('counts first requests and not the same clusters trying again', () => {
    expect([1.9, 2].map((hour) => failuresAsOf(panel, cell(0, 1), hour))).toEqual([0, 10]);
  });

  test('knows from when an hour was known to be short', () => {
    expect(panel.shortKnownAt[cell(0, 1)]).toBe(2.5);
    expect(panel.shortKnownAt[cell(0, 0)]).toBe(Number.POSITIVE_INFINITY);
  });

  test('has the level of a week where there is one, and who spills to whom, but nobody to himself', () => {
    expect(Array.from(panel.capacity)).toEqual([Number.NaN, Number.NaN, Number.NaN, 80]);
    expect(Array.from(panel.spillsFrom)).toEqual([-1, 0]);
  });
});

test('a person without stock-outs and failures has a panel in which nothing fell short', async () => {
  const ingested = await ingestTables(
    { series: twoSeries, usage_hourly: [usage('a', 0, 50, 6)], capacity_weekly: [] },
    WEEKS,
  );
  const panel = await readPanel(ingested);
  ingested.close();
  expect(panel.failures.every((clusters) => clusters === 0)).toBe(true);
  expect(panel.shortKnownAt.every((hour) => hour === Number.POSITIVE_INFINITY)).toBe(true);
});

function usage(series_id: string, hour: number, node_hours: number, known: number) {
  return { series_id, record_type: 'ORIGINAL', node_hours, hour: at(hour), available_at: at(known) };
}

function failures(series_id: string, hour: number, attempt: number, clusters: number) {
  return { series_id, attempt, clusters, hour: at(hour), available_at: at(hour + 1) };
}
