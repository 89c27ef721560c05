import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain.ts';
import { costQuantile } from '../../src/settings.ts';
import { evaluateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('evaluate', () => {
  let run: SmallRun;
  let evaluation: Evaluation;
  beforeAll(async () => {
    run = await splitSmall();
    evaluation = await evaluateSmall(run);
  });
  afterAll(() => run.ingested.lake.close());

  const policy = (role: string) => evaluation.policies.find((one) => one.role === role)!;

  it('places the model between what was provisioned and the oracle', () => {
    expect(policy('model').cost.estimate).toBeLessThan(policy('incumbent').cost.estimate);
    expect(policy('model').cost.estimate).toBeGreaterThan(policy('oracle').cost.estimate);
    expect(evaluation.regretClosed!.estimate).toBeGreaterThan(0.5);
  });

  it('ships the simpler model where the boosted trees are no cheaper by more than noise, and says by how much', () => {
    const { ships, bestSimpler, modelMinusBest, modelEarnsItsPlace } = evaluation.shipping;
    expect([ships.name, bestSimpler.name, modelEarnsItsPlace]).toEqual(['ridge', 'ridge', false]);
    expect(modelMinusBest.high).toBeGreaterThan(0);
    expect(policy('model').name).toBe('ridge');
    expect(policy('unproven')).toMatchObject({ name: 'GBM' });
    expect(policy('unproven').modelMinusThis.estimate).toBeCloseTo(-modelMinusBest.estimate, 3);
    expect(policy('careless').name).toBe('ridge on usage');
  });

  it('tells its distance from the best simpler rung, which is nearer than the best rule', () => {
    expect(evaluation.bestSimpler.name).toBe('multiplier');
    expect(evaluation.regretClosedFromSimpler!.estimate).toBeLessThan(evaluation.regretClosed!.estimate);
  });

  it('compares with rules only, never with a part of the model', () => {
    const best = evaluation.bestBaseline;
    expect(best.role).toBe('baseline');
    const rules = evaluation.policies.filter(({ role }) => role === 'baseline');
    for (const rule of rules) expect(best.cost.estimate).toBeLessThanOrEqual(rule.cost.estimate);
    expect(policy('ablation').cost.estimate).toBeLessThan(best.cost.estimate);
  });

  it('pays for learning what was served instead of what was asked for', () => {
    expect(policy('careless').modelMinusThis.high).toBeLessThan(0);
  });

  it('shows by MAPE a winner that is not the cheapest', () => {
    expect(policy('ablation').mape).toBeLessThan(policy('model').mape);
    expect(policy('ablation').cost.estimate).toBeGreaterThan(policy('model').cost.estimate);
  });

  it('adds up: idle and unmet node-hours at today’s prices are the cost', () => {
    const { cost, idle, unmet } = policy('model');
    expect(0.6 * idle + 3 * unmet).toBeCloseTo(cost.estimate, 0);
    const today = evaluation.sensitivity.multipliers.indexOf(1);
    expect(evaluation.sensitivity.replanned.cost[today]).toBeCloseTo(cost.estimate, 0);
  });

  it('holds more nodes the dearer an unmet one, and never loses by knowing the price', () => {
    const { replanned, rungs } = evaluation.sensitivity;
    expect(replanned.meanLevel.toSorted((a, b) => a - b)).toEqual(replanned.meanLevel);
    const asPlanned = rungs.find(({ name }) => name === policy('model').name)!.cost;
    for (const end of [0, replanned.cost.length - 1]) expect(replanned.cost[end]).toBeLessThan(asPlanned[end]);
  });

  it('warns of levels in force that run short, far better than recent stock-outs and no better than the oracle', () => {
    const { averagePrecision, averagePrecisionOfStockouts, averagePrecisionOfOracle } = evaluation.shortage;
    expect(averagePrecision!.estimate).toBeGreaterThan(2 * averagePrecisionOfStockouts!.estimate);
    expect(averagePrecision!.estimate).toBeLessThan(averagePrecisionOfOracle!.estimate);
    expect(evaluation.shortage.baseRateAsPlanned).toBeLessThan(evaluation.shortage.baseRate);
  });

  it('tells three coverages apart: hours, weeks and peaks', () => {
    const planned = evaluation.coverage.find(({ level }) => level === costQuantile)!;
    expect(Math.abs(planned.outcome - costQuantile)).toBeLessThan(0.05);
    expect(planned.row).toBeLessThan(planned.outcome);
    expect(planned.peak).toBeLessThan(0.1);
    expect(planned.oraclePinballLoss).toBeLessThan(planned.pinballLoss);
  });

  it('needs fewer nodes for the pool than for the series one by one', () => {
    const { sumOfQuantiles, quantileOfSum } = evaluation.fungible;
    expect(quantileOfSum).toBeLessThan(sumOfQuantiles);
    expect(quantileOfSum).toBeGreaterThan(0.5 * sumOfQuantiles);
  });

  it('draws the largest series, every week of it', () => {
    const { series, weeks, forecast, found, oracle } = evaluation.fan;
    expect(run.set.seriesIds).toContain(series);
    expect(weeks).toEqual(evaluation.weeks);
    for (const values of [...forecast, ...found, oracle!]) expect(values).toHaveLength(weeks.length);
  });

  it('decides the same on own data, where nobody knows the truth: it adds an oracle and moves no other figure', async () => {
    const blind = await evaluateSmall(run, null);
    expect(blind).toMatchObject({ byTruth: null, regretClosed: null });
    expect(blind.policies.map(({ role }) => role)).not.toContain('oracle');
    expect(blind.shipping).toEqual(evaluation.shipping);
    for (const { name, cost, modelMinusThis } of blind.policies)
      expect(evaluation.policies.find((one) => one.name === name)).toMatchObject({ cost, modelMinusThis });
    expect(evaluation.byTruth!.shipping.ships.name).toBe(evaluation.shipping.ships.name);
    expect(blind.shortage.calibration).toEqual(evaluation.shortage.calibration);
    const [seen, inTruth] = [policy('model').cost.estimate, evaluation.byTruth!.model.cost.estimate];
    expect(seen).not.toBe(inTruth);
    expect(Math.abs(seen / inTruth - 1)).toBeLessThan(0.01);
  });
});
