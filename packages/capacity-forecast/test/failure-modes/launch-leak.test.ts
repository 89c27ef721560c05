import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CalibratedModel, TrainingSet } from '../../src/domain.ts';
import { launchLeak } from '../../src/failure-modes/launch-leak.ts';
import { train } from '../../src/stages/4-train.ts';
import { calibrate } from '../../src/stages/5-calibrate.ts';
import { calibrateSmall, leakSmall, ridgeOf, type SmallRun, splitSmall, trainHere } from '../small-world.ts';

describe('launches read by the day they took effect', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  const fit = async (set: TrainingSet) => {
    const fits = await train(set, run.folds.final, { seed: 7, trainBooster: trainHere });
    return calibrate(set, ridgeOf(fits));
  };
  const sets = async () => ({ honest: run.set, leaked: await leakSmall() });
  let found: NonNullable<Awaited<ReturnType<typeof launchLeak>>>;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
    found = (await launchLeak(run.ingested, await sets(), model, fit))!;
  });
  afterAll(() => run.ingested.lake.close());

  test('gain in the backtest, in the few weeks with a launch that nobody had announced', () => {
    const { careless, correct, touchedShare } = found;
    expect(careless.offline.usd).toBeLessThan(correct.usd);
    expect(careless.offline.touchedUsd).toBeLessThan(0.8 * correct.touchedUsd);
    expect(touchedShare).toBeGreaterThan(0.01);
    expect(touchedShare).toBeLessThan(0.05);
  });

  test('lose it live, when the same model is told what everybody is told', () => {
    const { careless, correct } = found;
    expect(careless.live.touchedUsd).toBeGreaterThan(correct.touchedUsd);
    expect(careless.live.usd - careless.offline.usd).toBeGreaterThan(0.5 * (correct.usd - careless.offline.usd));
  });

  test('beat in the backtest an oracle that knows the hidden level, which is how to tell', () => {
    expect(found.careless.offline.touchedUsd).toBeLessThan(found.oracle.touchedUsd);
  });

  test('prove nothing on a person’s own data, where no truth judges', async () => {
    const own = { ...run.ingested, truthDir: null };
    expect(await launchLeak(own, await sets(), model, fit)).toBeNull();
  });
});
