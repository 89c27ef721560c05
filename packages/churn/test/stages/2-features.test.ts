import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eligibility, maturesAfterDays } from '../../src/label.ts';
import { type SmallRun, splitSmall } from '../small-world.ts';

/** What the views of features.ts read, by their names. */
const SOURCES = 'account audit_log commitment contact feed jobs queries support usage'.split(' ');

describe('features', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await splitSmall();
  });
  afterAll(() => run.ingested.lake.close());

  it('reads nothing that became available after its decision', () => {
    const { maxAvailableAtBySource, decidedAt } = run.set;
    for (const [source, availableAt] of Object.entries(maxAvailableAtBySource)) {
      const known = availableAt.filter((at) => !Number.isNaN(at));
      expect(known.length, source).toBeGreaterThan(0);
      expect(
        availableAt.findIndex((at, row) => at > decidedAt[row]),
        source,
      ).toBe(-1);
    }
    expect(Object.keys(maxAvailableAtBySource).toSorted()).toEqual(SOURCES);
  });

  it('scores only accounts that were steady at the decision', () => {
    const ratio = run.set.columns[run.set.names.indexOf('usage_ratio_28_84')];
    expect(ratio.every((value) => value >= Math.fround(eligibility.minimumUsageRatio28To84))).toBe(true);
  });

  it('gives contacted and unknown labels no weight, and spared accounts more than one', () => {
    const { y, weight } = run.set;
    expect(weight.some((w, row) => Number.isNaN(y[row]) && w > 0)).toBe(false);
    expect(Math.max(...weight.subarray(0, 50_000))).toBeGreaterThan(1);
    expect(weight.some((w) => w === 0)).toBe(true);
  });

  it('knows every label 93 days after its decision', () => {
    expect(run.set.maturesAt[0] - run.set.decidedAt[0]).toBe(maturesAfterDays * 86_400_000);
    expect(maturesAfterDays).toBe(93);
  });
});
