import { concatRows, type RidgeModel, take } from '@applied-modeling/evaluation';
import { type Booster, toXgboostJson } from '@applied-modeling/gbm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FittedModel } from '../../src/domain.ts';
import { hourQuantiles } from '../../src/evaluation/window.ts';
import { forecastQuantiles } from '../../src/forecast/plan.ts';
import { HOURS } from '../../src/label.ts';
import { plannedAt } from '../../src/settings.ts';
import { train } from '../../src/stages/4-train.ts';
import { ridgeOf, type SmallRun, splitSmall, trainHere } from '../small-world.ts';

describe('train', () => {
  let run: SmallRun;
  const fit = (outcome: 'demand' | 'served') =>
    train({ ...run.set, demand: run.set[outcome] }, run.folds.final, { seed: 7, trainBooster: trainHere });
  const levelsOf = (model: FittedModel) => forecastQuantiles(model, run.set, run.folds.final.test).quantiles[plannedAt];
  let models: readonly FittedModel[];
  beforeAll(async () => {
    run = await splitSmall();
    models = await fit('demand');
  });
  afterAll(() => run.ingested.lake.close());

  it('corrects the structural forecast in three ways, the simplest first', () => {
    expect(models.map(({ name }) => name)).toEqual(['multiplier', 'ridge', 'GBM']);
    const [multiplier, ridge, gbm] = models;
    expect(levelsOf(multiplier)).toEqual(take(run.set.anchor, run.folds.final.test));
    expect((ridge.correction as RidgeModel).inputs.map(({ name }) => name)).toEqual(run.set.names);
    expect((gbm.correction as Booster).trees.length).toBeGreaterThan(0);
  });

  it('learns the log of the best level over the forecast: right on average, for weeks it was trained on', () => {
    const rows = concatRows(run.folds.final.train, run.folds.final.stopping);
    const best = take(Float32Array.from(hourQuantiles(run.set.demand)), rows);
    const planned = forecastQuantiles(ridgeOf(models), run.set, rows).quantiles[plannedAt];
    const errors = planned.map((nodes, at) => Math.log(nodes / best[at]));
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(1e-4);
  });

  it('plans less, all in all, where it learns from what was served', async () => {
    const careless = levelsOf(ridgeOf(await fit('served')));
    const honest = levelsOf(ridgeOf(models));
    const sum = (levels: Float32Array) => levels.reduce((total, nodes) => total + nodes, 0);
    expect(sum(careless) / sum(honest)).toBeLessThan(0.995);
  });

  it('is the same for the same seed', async () => {
    const again = await fit('demand');
    expect(again[1].correction).toEqual(models[1].correction);
    expect(toXgboostJson(again[2].correction as Booster)).toEqual(toXgboostJson(models[2].correction as Booster));
  });

  it('learns from the rows of its training and stopping windows alone', async () => {
    const used = new Set([...run.folds.final.train, ...run.folds.final.stopping]);
    const demand = run.set.demand.map((nodes, cell) => (used.has(Math.floor(cell / HOURS)) ? nodes : 9999));
    const blind = await train({ ...run.set, demand }, run.folds.final, {
      seed: 7,
      trainBooster: trainHere,
    });
    expect(blind.map(levelsOf)).toEqual(models.map(levelsOf));
  });
});
