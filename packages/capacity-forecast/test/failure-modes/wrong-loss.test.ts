import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrongLoss } from '../../src/failure-modes/wrong-loss.ts';
import { costQuantile } from '../../src/settings.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('the level with the least percentage error', () => {
  let run: SmallRun;
  let found: NonNullable<Awaited<ReturnType<typeof wrongLoss>>>;
  beforeAll(async () => {
    run = await splitSmall();
    found = (await wrongLoss(run.ingested, run.set, await calibrateSmall(run)))!;
  });
  afterAll(() => run.ingested.lake.close());

  test('has half the error of the level that is cheapest, and costs half as much again', () => {
    const { careless, correct } = found;
    expect(careless.level).toBeLessThanOrEqual(0.5);
    expect(careless.mape).toBeLessThan(0.6 * correct.mape);
    expect(careless.usd).toBeGreaterThan(1.4 * correct.usd);
  });

  test('is not what the oracle plans, whose percentage error is large', () => {
    expect(found.oracle.usd).toBeLessThan(found.correct.usd);
    expect(found.oracle.mape).toBeGreaterThan(1.5 * found.careless.mape);
  });

  test('orders levels the other way round than dollars do, up to the cost quantile', () => {
    const [median, , planned] = found.byLevel.slice(1);
    expect([median.level, planned.level]).toEqual([0.5, costQuantile]);
    expect(median.mape).toBeLessThan(planned.mape);
    expect(median.usd).toBeGreaterThan(planned.usd);
  });
});
