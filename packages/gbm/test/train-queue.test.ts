import { expect, test } from 'vitest';
import { type DMatrix, type TrainJob, train, trainQueue } from '../src/index.ts';

const dtrain: DMatrix = {
  columns: [Float32Array.from({ length: 64 }, (_, i) => i % 13), Float32Array.from({ length: 64 }, (_, i) => i % 7)],
  featureNames: ['x', 'z'],
  numRow: 64,
  label: Float32Array.from({ length: 64 }, (_, i) => (i % 7 > 3 ? 1 : 0)),
};
const jobs: TrainJob[] = [1, 2, 3].map((seed) => ({
  params: { objective: 'binary:logistic', subsample: 0.7, seed },
  dtrain,
  options: { numBoostRound: 5 },
}));
const alone = jobs.map(({ params, options }) => train(params, dtrain, options));

test('a queue gives each its own booster, and a failure to all who asked in the same turn', async () => {
  const queue = trainQueue({ threads: 2 });
  expect(await Promise.all(jobs.map(queue.train))).toEqual(alone);
  const broken: TrainJob = { params: { eta: 9 }, dtrain, options: { numBoostRound: 1 } };
  const settled = await Promise.allSettled([jobs[0], broken].map(queue.train));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await queue.train(jobs[1])).toEqual(alone[1]);
});

test('work beside the trainings waits until they have begun, and not until they are done', async () => {
  const { train, beside } = trainQueue({ threads: 2 });
  const done: string[] = [];
  const chore = beside(() => done.push('beside'));
  done.push('asked');
  const boosters = Promise.all(jobs.map(train)).then((all) => {
    done.push('trained');
    return all;
  });
  expect(await chore).toBe(2);
  expect(await boosters).toEqual(alone);
  expect(done).toEqual(['asked', 'beside', 'trained']);
});

test('on one thread the same work is done one after the other, and a failure of it is its own', async () => {
  const { train, beside } = trainQueue({ threads: 1 });
  const [booster, chore, failed] = await Promise.allSettled([
    train(jobs[0]),
    beside(() => 42),
    beside(() => {
      throw new Error('no logistic regression today');
    }),
  ]);
  expect(booster).toEqual({ status: 'fulfilled', value: alone[0] });
  expect(chore).toEqual({ status: 'fulfilled', value: 42 });
  expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'no logistic regression today' } });
});
