import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CalibratedModel } from '../../src/domain.ts';
import { forecastQuantiles, planLevels } from '../../src/forecast/plan.ts';
import { plannedAt } from '../../src/settings.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('a plan', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
  });
  afterAll(() => run.ingested.lake.close());

  test('has quantiles that do not cross, in any row of any window', () => {
    const { test, calibration, train } = run.folds.final;
    for (const rows of [train, calibration, test]) {
      const { quantiles } = forecastQuantiles(model, run.set, rows);
      for (let level = 1; level < quantiles.length; level++) {
        expect(quantiles[level].findIndex((nodes, at) => nodes < quantiles[level - 1][at])).toBe(-1);
      }
    }
  });

  test('is the cost quantile rounded up to whole nodes', () => {
    const rows = run.folds.final.test;
    const planned = planLevels(model, run.set, rows);
    const quantile = forecastQuantiles(model, run.set, rows).quantiles[plannedAt];
    expect(
      planned.every((nodes, at) => Number.isInteger(nodes) && nodes >= quantile[at] && nodes < quantile[at] + 1),
    ).toBe(true);
  });

  test('of a row does not depend on which others are asked for', () => {
    const rows = run.folds.final.test;
    const some = Uint32Array.of(rows[7], rows[300]);
    const all = planLevels(model, run.set, rows);
    expect(Array.from(planLevels(model, run.set, some))).toEqual([all[7], all[300]]);
  });

  test('moves by the shift of its family and of no other', () => {
    const shifts = { ...model.shifts, general: model.shifts.general.map((shift) => shift + Math.log(2)) };
    const rows = run.folds.final.test;
    const [before, after] = [model, { ...model, shifts }].map(
      (one) => forecastQuantiles(one, run.set, rows).quantiles[1],
    );
    for (const [at, row] of rows.entries()) {
      expect(after[at] / before[at]).toBeCloseTo(run.set.slices.family[row] === 'general' ? 2 : 1, 5);
    }
  });
});
