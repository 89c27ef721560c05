import { describe, expect, test } from 'vitest';
import { FEATURES, featureFingerprint, type Seen } from '../src/features.ts';
import { newKnown } from '../src/forecast/outlook.ts';
import { HOURS } from '../src/label.ts';

/** A week of 100 nodes an hour: 60 organic, 20 of tenants, 20 of jobs. */
const known = newKnown();
known.tenants.fill(20);
known.jobs.fill(20);
known.launches.fill(1.2);
known.isHoliday.fill(1, 0, 42);

const seen: Seen = {
  forecast: {
    nodes: new Float64Array(HOURS).fill(100),
    known,
    organic: Float64Array.of(60, 50, 48, 40),
    newestLevel: 1.1,
    noise: 0.2,
    referenceTenants: 5,
    referenceJobs: 25,
    referenceLaunches: 1.5,
    usageAvailableAt: 0,
    newestHour: 0,
  },
  anchor: 130,
  shortShare: 0.15,
  failureShare: 0.02,
  neighbourFailureShare: 0.03,
  provisioned: 143,
  regionLevel: 0.9,
  family: 3,
  availableAt: { stockouts: Number.NEGATIVE_INFINITY, launch_failures: Number.NEGATIVE_INFINITY },
};

const EXPECTED: Readonly<Record<string, number>> = {
  log_anchor: Math.log(130),
  newest_level: Math.log(1.1),
  region_level: Math.log(0.9),
  level_1w: Math.log(60 / 50),
  level_3w: Math.log(60 / 40),
  noise: 0.2,
  peak_to_mean: 1.3,
  short_share: 0.15,
  failure_share: 0.02,
  neighbour_failure_share: 0.03,
  provisioned_ratio: Math.log(1.1),
  jobs_share: 0.2,
  jobs_change: -0.05,
  tenants_share: 0.2,
  tenants_change: 0.15,
  launch_uplift: Math.log(1.2),
  launch_change: Math.log(1.2 / 1.5),
  holiday_share: 0.25,
  family: 3,
};

describe('the features', () => {
  test.each(FEATURES.map(({ name, of }) => [name, of] as const))('%s', (name, of) => {
    expect(of(seen)).toBeCloseTo(EXPECTED[name], 12);
  });

  test('are these and no others, each with a source, its hours and what it is about', () => {
    expect(FEATURES.map(({ name }) => name)).toEqual(Object.keys(EXPECTED));
    for (const { source, hours, about } of FEATURES)
      expect(Math.min(source.length, hours.length, about.length)).toBeGreaterThan(5);
  });

  test('do not know how large a series is but by one of them: with twice the nodes all others are the same', () => {
    const doubled = newKnown();
    for (const name of ['tenants', 'jobs'] as const) doubled[name].set(known[name].map((nodes) => 2 * nodes));
    doubled.launches.set(known.launches);
    doubled.isHoliday.set(known.isHoliday);
    const { forecast } = seen;
    const twice: Seen = {
      ...seen,
      anchor: 260,
      provisioned: 286,
      forecast: {
        ...forecast,
        known: doubled,
        nodes: forecast.nodes.map((nodes) => 2 * nodes),
        organic: forecast.organic.map((nodes) => 2 * nodes),
        referenceTenants: 10,
        referenceJobs: 50,
      },
    };
    const changed = FEATURES.filter(({ of }) => Math.abs(of(twice) - of(seen)) > 1e-12);
    expect(changed.map(({ name }) => name)).toEqual(['log_anchor']);
  });

  test('have a fingerprint that sixteen digits can be compared by', () => {
    expect(featureFingerprint).toMatch(/^[0-9a-f]{16}$/);
  });
});
