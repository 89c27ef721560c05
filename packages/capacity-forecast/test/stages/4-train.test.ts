import { toXgboostJson } from '@applied-modeling/gbm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuantileModel } from '../../src/domain.ts';
import { planLevels, predictQuantiles } from '../../src/forecast/plan.ts';
import { HOURS } from '../../src/label.ts';
import { costQuantile } from '../../src/settings.ts';
import { train } from '../../src/stages/4-train.ts';
import { calibrateSmall, type SmallRun, splitSmall, trainHere } from '../small-world.ts';

describe('train', () => {
  let run: SmallRun;
  const plannedOnly = { seed: 7, quantiles: [costQuantile], outcome: 'demand', trainBooster: trainHere } as const;
  let model: QuantileModel;
  let planned: QuantileModel;
  beforeAll(async () => {
    run = await splitSmall();
    const { shifts: _, ...trained } = await calibrateSmall(run);
    model = trained;
    planned = await train(run.set, run.folds.final, plannedOnly);
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
    const careless = await train(run.set, run.folds.final, { ...plannedOnly, outcome: 'served' });
    const rows = run.folds.final.test;
    const coverage = [careless, planned].map((one) => coverageOf(run.set.demand, rows, planLevels(one, run.set, rows)));
    expect(coverage[0]).toBeLessThan(coverage[1] - 0.01);
  });

  it('grows the same trees for the same seed, and others for every quantile', () => {
    const trees = model.boosters.map(toXgboostJson);
    expect(trees[model.levels.indexOf(costQuantile)]).toBe(toXgboostJson(planned.boosters[0]));
    expect(new Set(trees).size).toBe(model.levels.length);
  });

  it('learns from the rows of its training and stopping windows alone', async () => {
    const used = new Set([...run.folds.final.train, ...run.folds.final.stopping]);
    const demand = run.set.demand.map((nodes, cell) => (used.has(Math.floor(cell / HOURS)) ? nodes : 9999));
    const blind = await train({ ...run.set, demand }, run.folds.final, plannedOnly);
    const rows = run.folds.final.test;
    expect(planLevels(blind, run.set, rows)).toEqual(planLevels(planned, run.set, rows));
  });
});

function coverageOf(demand: Float32Array, rows: Uint32Array, levels: Float32Array): number {
  let covered = 0;
  for (const [at, row] of rows.entries()) {
    for (let hour = 0; hour < HOURS; hour++) if (demand[row * HOURS + hour] <= levels[at]) covered += 1;
  }
  return covered / (rows.length * HOURS);
}
