import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FoldRows } from '../../src/domain.ts';
import { HOURS, maturesAfterDays } from '../../src/label.ts';
import { split } from '../../src/stages/3-split.ts';
import { type SmallRun, splitSmall } from '../small-world.ts';

describe('split', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await splitSmall();
  });
  afterAll(() => run.ingested.lake.close());

  const weeksOf = (rows: Uint32Array) => {
    const weeks = Array.from(rows, (row) => run.set.week[row]);
    return [Math.min(...weeks), Math.max(...weeks), new Set(weeks).size];
  };

  it('lets no label window of a row reach into the decisions of a later window', () => {
    const decided = (rows: Uint32Array) => Array.from(rows, (row) => run.set.decidedAt[row]);
    const known = (rows: Uint32Array) => Math.max(...decided(rows)) + maturesAfterDays * 86_400_000;
    for (const { train, stopping, calibration, test } of [...run.folds.rolling, run.folds.final]) {
      for (const window of [train, stopping, calibration, test]) expect(window.length).toBeGreaterThan(0);
      expect(Math.min(...decided(stopping))).toBeGreaterThanOrEqual(known(train));
      expect(Math.min(...decided(test))).toBeGreaterThanOrEqual(known(calibration));
    }
  });

  it('gives the final fold 80 weeks to train, 8 to stop, 8 to calibrate and 26 to be judged by', () => {
    const { train, stopping, calibration, test } = run.folds.final;
    expect([train, stopping, calibration, test].map(weeksOf)).toEqual([
      [30, 109, 80],
      [112, 119, 8],
      [120, 127, 8],
      [130, 155, 26],
    ]);
    expect(test.length).toBe(26 * 24);
  });

  it('refits on everything that was calibrated, and calibrates on everything that was judged', () => {
    const { train, stopping, calibration, test } = run.folds.refit;
    expect([train, stopping, calibration].map(weeksOf)).toEqual([
      [30, 127, 98],
      [140, 147, 8],
      [148, 155, 8],
    ]);
    expect(test.length).toBe(0);
  });

  it('leaves a week with a missing hour out, and a week without a plan', () => {
    const demand = run.set.demand.slice();
    const anchor = run.set.anchor.slice();
    const [first, second] = run.folds.final.test;
    demand[first * HOURS + 7] = Number.NaN;
    anchor[second] = Number.NaN;
    const { final } = split({ ...run.set, demand, anchor }, run.ingested.calendar);
    expect(final.test.length).toBe(26 * 24 - 2);
    expect(final.test).not.toContain(first);
    expect(final.train).toEqual(run.folds.final.train);
  });

  it('refuses a set without a whole week, and names the windows', () => {
    const nothing = { ...run.set, demand: new Float32Array(run.set.demand.length).fill(Number.NaN) };
    expect(() => split(nothing, run.ingested.calendar)).toThrow(/week 98, test window: no usable row/);
  });

  it('has no row in two windows of a fold', () => {
    const all = ({ train, stopping, calibration, test }: FoldRows) => [...train, ...stopping, ...calibration, ...test];
    for (const fold of [run.folds.final, ...run.folds.rolling]) expect(new Set(all(fold)).size).toBe(all(fold).length);
  });
});
