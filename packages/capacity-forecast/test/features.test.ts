import { describe, expect, test } from 'vitest';
import { FEATURES, featureFingerprint, type Seen } from '../src/features.ts';
import { HOURS } from '../src/label.ts';

/** A week of 100 nodes an hour: 60 organic, 20 of tenants, 20 of jobs. */
const seen: Seen = {
  nodes: new Float64Array(HOURS).fill(100),
  ahead: { jobs: 20, tenants: 20, launches: 1.2, isHoliday: 0.25 },
  organic: Float64Array.of(60, 50, 48, 40),
  newestLevel: 1.1,
  noise: 0.2,
  newestHour: 0,
  mean: 100,
  sorted: new Float64Array(HOURS).fill(100),
  anchor: 130,
  shortShare: 0.15,
  family: 3,
  availableAt: {},
};

const EXPECTED: Readonly<Record<string, number>> = {
  log_anchor: Math.log(130),
  level_1w: Math.log(60 / 50),
  noise: 0.2,
  newest_level: Math.log(1.1),
  peak_to_mean: 1.3,
  short_share: 0.15,
  jobs_share: 0.2,
  tenants_share: 0.2,
  launch_uplift: Math.log(1.2),
  holiday_share: 0.25,
  family: 3,
};

describe('the features', () => {
  test.each(FEATURES.map(({ name, of }) => [name, of] as const))('%s', (name, of) => {
    expect(of(seen)).toBeCloseTo(EXPECTED[name], 12);
  });

  test('are these and no others, each with a source, its hours and what it is about', () => {
    expect(FEATURES.map(({ name }) => name)).toEqual(Object.keys(EXPECTED));
    for (const { source, window, about } of FEATURES)
      expect(Math.min(source.length, window.length, about.length)).toBeGreaterThan(5);
    expect(FEATURES.find(({ name }) => name === 'short_share')).toMatchObject({
      source: 'stockouts',
      grain: 'series per hour with a stock-out',
      window: 'the four newest complete weeks',
      clock: 'available_at ≤ decided_at',
      freshness: '2 h',
    });
  });

  test('do not know how large a series is but by one of them: with twice the nodes all others are the same', () => {
    const twice: Seen = {
      ...seen,
      anchor: 260,
      mean: 200,
      ahead: { ...seen.ahead, jobs: 40, tenants: 40 },
      organic: seen.organic.map((nodes) => 2 * nodes),
    };
    const changed = FEATURES.filter(({ of }) => Math.abs(of(twice) - of(seen)) > 1e-12);
    expect(changed.map(({ name }) => name)).toEqual(['log_anchor']);
  });

  test('have a fingerprint that sixteen digits can be compared by', () => {
    expect(featureFingerprint).toMatch(/^[0-9a-f]{16}$/);
  });
});
