import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maturesAfterDays } from '../../src/label.ts';
import { split } from '../../src/stages/3-split.ts';
import { type SmallRun, splitSmall } from '../small-world.ts';

describe('split', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await splitSmall();
  });
  afterAll(() => run.ingested.lake.close());

  it('lets no label window of a training row reach into a later window', () => {
    const { set, folds } = run;
    const decided = (rows: Iterable<number>) => Array.from(rows, (row) => set.decidedAt[row]);
    const known = (rows: Iterable<number>) => Math.max(...decided(rows)) + maturesAfterDays * 86_400_000;
    for (const { train, stopping, calibration, test } of [...folds.rolling, folds.final]) {
      for (const window of [train, stopping, calibration, test]) expect(window.length).toBeGreaterThan(0);
      expect(Math.min(...decided([...stopping, ...calibration]))).toBeGreaterThanOrEqual(known(train));
      expect(Math.min(...decided(test))).toBeGreaterThanOrEqual(known(calibration));
    }
  });

  it('follows the calendar of the default world', () => {
    const { final, rolling, gapSteps, lastMaturedStep } = run.ingested.calendar;
    expect([final.train.first, final.train.last, final.train.stride]).toEqual([12, 92, 4]);
    expect([final.calibration.first, final.calibration.last]).toEqual([106, 117]);
    expect([final.test.first, final.test.last]).toEqual([131, 142]);
    expect([gapSteps, lastMaturedStep, rolling.length]).toEqual([14, 142, 4]);
  });

  it('refuses a label with a single class', () => {
    const { set, ingested } = run;
    const never = { ...set, y: set.y.map((y) => (Number.isNaN(y) ? y : 0)) };
    expect(() => split(never, ingested.calendar)).toThrow(/single class/);
  });
});
