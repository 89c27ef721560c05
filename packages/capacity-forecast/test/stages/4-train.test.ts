import { toXgboostJson } from '@applied-modeling/gbm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuantileModel } from '../../src/domain.ts';
import { planLevels, predictQuantiles } from '../../src/forecast/plan.ts';
import { HOURS } from '../../src/label.ts';
import { costQuantile } from '../../src/settings.ts';
import { train } from '../../src/stages/4-train.ts';
import { type SmallRun, splitSmall, trainHere } from '../small-world.ts';

describe('train', () => {
  let run: SmallRun;
  const fit = (outcome: 'demand' | 'served') =>
    train(run.set, run.folds.final, { seed: 7, outcome, trainBooster: trainHere });
  let model: QuantileModel;
  beforeAll(async () => {
    run = await splitSmall();
    model = await fit('demand');
  });
  afterAll(() => run.ingested.lake.close());

  it('has a booster a quantile, the cost quantile among them', () => {
    expect(model.levels).toContain(costQuantile);
    expect(model.boosters.length).toBe(model.levels.length);
    expect(model.boosters.every(({ trees }) => trees.length > 0)).toBe(true);
  });

  it('covers about the promised share of the hours it was trained on', () => {
    const rows = run.folds.final.train;
    for (const [at, quantile] of predictQuantiles(model, run.set, rows).entries()) {
      expect(Math.abs(coverageOf(run.set.demand, rows, quantile) - model.levels[at])).toBeLessThan(0.02);
    }
  });

  it('plans less where it learns from what was served, and is short more often', async () => {
    const careless = await fit('served');
    const rows = run.folds.final.test;
    const coverage = [careless, model].map((one) => coverageOf(run.set.demand, rows, planLevels(one, run.set, rows)));
    expect(coverage[0]).toBeLessThan(coverage[1] - 0.01);
  });

  it('grows the same trees for the same seed, and others for every quantile', async () => {
    const again = await fit('demand');
    const trees = model.boosters.map(toXgboostJson);
    expect(again.boosters.map(toXgboostJson)).toEqual(trees);
    expect(new Set(trees).size).toBe(model.levels.length);
  });

  it('learns from the rows of its training and stopping windows alone', async () => {
    const used = new Set([...run.folds.final.train, ...run.folds.final.stopping]);
    const demand = run.set.demand.map((nodes, cell) => (used.has(Math.floor(cell / HOURS)) ? nodes : 9999));
    const blind = await train({ ...run.set, demand }, run.folds.final, {
      seed: 7,
      outcome: 'demand',
      trainBooster: trainHere,
    });
    const rows = run.folds.final.test;
    expect(planLevels(blind, run.set, rows)).toEqual(planLevels(model, run.set, rows));
  });
});

function coverageOf(demand: Float32Array, rows: Uint32Array, levels: Float32Array): number {
  let covered = 0;
  for (const [at, row] of rows.entries()) {
    for (let hour = 0; hour < HOURS; hour++) if (demand[row * HOURS + hour] <= levels[at]) covered += 1;
  }
  return covered / (rows.length * HOURS);
}
