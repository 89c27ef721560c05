import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CalibratedModel } from '../../src/domain.ts';
import type { ContactEffect } from '../../src/evaluation/contact-effect.ts';
import { newestQueue } from '../../src/evaluation/newest-queue.ts';
import { prices } from '../../src/prices.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

/** A contact helps in a support crisis much, and elsewhere little. */
const effects = [0.8, 0.1].map((keptShare) => ({ keptShare }) as ContactEffect);

let run: SmallRun;
let model: CalibratedModel;
beforeAll(async () => {
  run = await splitSmall();
  model = await calibrateSmall(run);
});
afterAll(() => run.ingested.lake.close());

it("is this week's, by what a contact is worth, and says what moved each score", async () => {
  const queue = (await newestQueue(run.ingested, model, effects, 5))!;
  expect(new Set(queue.accountId).size).toBe(5);
  expect([...queue.worthUsd]).toEqual([...queue.worthUsd].sort((a, b) => b - a));
  const lastArr = run.set.arrUsd[run.set.accountId.lastIndexOf(queue.accountId[0])];
  const kept = queue.worthUsd[0] / (queue.probability[0] * lastArr * prices.grossMargin);
  expect(Math.min(Math.abs(kept - 0.8), Math.abs(kept - 0.1))).toBeLessThan(1e-6);
  const log = (chance: number) => Math.log(chance / (1 - chance));
  const reached = queue.explained.effects.map((row) => row.reduce((sum, effect) => sum + effect, queue.explained.base));
  const byMargin = [...reached.keys()].sort((a, b) => reached[a] - reached[b]);
  const chances = byMargin.map((at) => log(queue.probability[at]));
  expect(chances).toEqual([...chances].sort((a, b) => a - b)); // a calibrator keeps the order of margins
});

it('is nobody where the engine leaves no trees', async () => {
  const { booster: _, ...without } = model;
  expect(await newestQueue(run.ingested, without, effects, 5)).toBeNull();
});
