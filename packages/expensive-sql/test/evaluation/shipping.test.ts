import { shippedOf } from '@applied-modeling/evaluation';
import { trainQueue } from '@applied-modeling/gbm';
import { randomStream } from '@applied-modeling/synthetic';
import { expect, it } from 'vitest';
import { chooseModel } from '../../src/evaluation/shipping.ts';
import { train } from '../../src/stages/4-train.ts';
import { calibrate } from '../../src/stages/5-calibrate.ts';
import { allRows, literalSet } from '../literal-set.ts';

/** A world of 4,000 queries of 200 templates, one in eight of them expensive, by a rule of two features. */
async function shipsWhere(score: (a: number, b: number) => number) {
  const random = randomStream(5, 'queries');
  const set = literalSet(
    Array.from({ length: 4000 }, (_, nth) => {
      const [a, b, noise] = [0, 1, 2].map((draw) => 2 * random.uniform(nth, draw) - 1);
      return {
        ...{ template: `t${nth % 200}`, day: nth % 10, features: { a, b } },
        cpuSeconds: score(a, b) + 0.1 * noise > 0 ? 2000 : 10,
      };
    }),
    ['a', 'b'],
  );
  const cluster = Int32Array.from({ length: set.rowCount }, (_, row) => row % 200);
  const quarter = (at: number) => allRows(set).filter((row) => Math.floor(row / 1000) === at);
  const [[one, two], stopping, calibration, test] = [
    [quarter(0), quarter(1)],
    quarter(2).subarray(0, 500),
    quarter(2).subarray(500),
    quarter(3),
  ];
  const fold = { fold: null as never, train: Uint32Array.from([...one, ...two]), stopping, calibration, test };
  const world = { ...set, cluster };
  const fits = (await train(world, fold, { seed: 7, queue: trainQueue({ threads: 1 }) })).map((fit) =>
    calibrate(world, fit),
  );
  const shipping = chooseModel(world, fits, 7);
  expect(shippedOf(fits, shipping).name).toBe(shipping.ships.name);
  return shipping;
}

it('ships the regressions where a line says it all', async () => {
  const { ships, modelMinusBest } = await shipsWhere((a, b) => a + b - 1);
  expect([ships.name, ships.role]).toEqual(['logistic', 'simple']);
  expect(modelMinusBest.low).toBeLessThan(0);
});

it('ships the trees where what one feature means depends on another', async () => {
  const { ships, modelMinusBest } = await shipsWhere((a, b) => a * b - 0.35);
  expect([ships.name, ships.role]).toEqual(['gbm', 'model']);
  expect(modelMinusBest.low).toBeGreaterThan(0);
});
