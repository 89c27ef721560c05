import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { type Replay, readReplays, summariseReplays } from '../../src/index.ts';

const none = { miscalibration: 0, staleness: 0, 'row count': 0 };
const told = (by: string, after: number) => ({ by, after });

/** Two years in two worlds: three alarms for nothing; one world that turned was seen after 20 weeks, one never. */
const replays: readonly Replay[] = [
  {
    ...{ seed: 1, cadence: 'week', size: 'small', steps: 52, falseAlarms: { ...none, miscalibration: 2 } },
    detected: {
      ...{ 'other-unit': told('feature drift', 1), 'source-stops': told('missing values', 1) },
      ...{ 'mix-shifts': null, 'world-turns': told('miscalibration', 20) },
    },
  },
  {
    ...{ seed: 1, cadence: 'week', size: 'small', steps: 52, falseAlarms: { ...none, staleness: 1 } },
    detected: {
      ...{ 'other-unit': told('feature drift', 3), 'source-stops': told('feature drift', 1) },
      ...{ 'mix-shifts': null, 'world-turns': null },
    },
  },
];

it('counts false alarms a quarter, and how soon each drift was told and by what', () => {
  const summary = summariseReplays(replays)!;
  expect(summary.falseAlarmsAQuarter).toBeCloseTo(3 / 8);
  expect(summary.bySignal).toMatchObject({ miscalibration: 2 / 8, staleness: 1 / 8, 'row count': 0 });
  expect(summary.detected['other-unit']).toEqual({ found: 2, medianAfter: 2, by: [['feature drift', 2]] });
  expect(summary.detected['world-turns']).toEqual({ found: 1, medianAfter: 20, by: [['miscalibration', 1]] });
  expect(summary.detected['mix-shifts']).toEqual({ found: 0, medianAfter: Number.NaN, by: [] });
});

it('counts the quarter of a model that decides every day in days', () => {
  const daily = replays.map((one) => ({ ...one, cadence: 'day' as const, steps: 182 }));
  expect(summariseReplays(daily)!.falseAlarmsAQuarter).toBeCloseTo(3 / 4);
});

it('knows nothing where nobody replayed', () => {
  expect(readReplays(pathToFileURL('/nowhere/monitor.json'))).toEqual([]);
  expect(summariseReplays([])).toBeNull();
});

it('does not take a broken file for one that is not there', () => {
  expect(() => readReplays(new URL(import.meta.url))).toThrow(/JSON/);
});
