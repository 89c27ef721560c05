import { applyCalibrator, concatRows } from '@applied-modeling/evaluation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibratedModel } from '../../src/domain.ts';
import { forecastQuantiles, shortfallMargin } from '../../src/forecast/plan.ts';
import { HOURS, isShort } from '../../src/label.ts';
import { plannedAt } from '../../src/settings.ts';
import { calibrate } from '../../src/stages/5-calibrate.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('calibrate', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
  });
  afterAll(() => run.ingested.lake.close());

  it('covers the promised share of the hours of its own rows, in every family', () => {
    const { calibration } = model.fold;
    const family = run.set.slices.family;
    for (const name of new Set(family)) {
      const rows = calibration.filter((row) => family[row] === name);
      const { levels, quantiles } = forecastQuantiles(model, run.set, rows);
      for (const [at, quantile] of quantiles.entries()) {
        let covered = 0;
        for (const [place, row] of rows.entries()) {
          for (let hour = 0; hour < HOURS; hour++) {
            if (run.set.demand[row * HOURS + hour] <= quantile[place] * (1 + 1e-6)) covered += 1;
          }
        }
        expect(Math.abs(covered / (rows.length * HOURS) - levels[at]), `${name} ${levels[at]}`).toBeLessThan(0.002);
      }
    }
  });

  it('shifts levels by weeks that neither trained nor stopped the model, and learns chances from those as well', () => {
    const earlier = new Set([...model.fold.train, ...model.fold.stopping]);
    expect(model.fold.calibration.some((row) => earlier.has(row))).toBe(false);
    const demand = run.set.demand.map((nodes, cell) => (earlier.has(Math.floor(cell / HOURS)) ? 9999 : nodes));
    const { shifts, calibrator, ...trained } = model;
    const otherwise = calibrate({ ...run.set, demand }, trained);
    expect(otherwise.shifts).toEqual(shifts);
    expect(otherwise.calibrator).not.toEqual(calibrator);
    const afterwards = run.set.demand.map((nodes, cell) =>
      model.fold.test.includes(Math.floor(cell / HOURS)) ? 9999 : nodes,
    );
    expect(calibrate({ ...run.set, demand: afterwards }, trained)).toMatchObject({ shifts, calibrator });
  });

  it('gives chances that add up to about the weeks that ran short, keep the order and are never 0 or 1', () => {
    const { train, stopping, calibration } = model.fold;
    const rows = [train, stopping, calibration].reduce(concatRows).filter((row) => run.set.provisioned[row] >= 0);
    const short = rows.filter((row) =>
      isShort(run.set.demand.subarray(row * HOURS, (row + 1) * HOURS), run.set.provisioned[row]),
    ).length;
    const planned = forecastQuantiles(model, run.set, rows).quantiles[plannedAt];
    const chances = applyCalibrator(model.calibrator, shortfallMargin(planned, run.set, rows));
    expect(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - short)).toBeLessThan(4);
    const spread = applyCalibrator(
      model.calibrator,
      Float64Array.from({ length: 101 }, (_, at) => at - 50),
    );
    expect(spread.every((chance, at) => chance > 0 && chance < 1 && (at === 0 || chance >= spread[at - 1]))).toBe(true);
  });
});
