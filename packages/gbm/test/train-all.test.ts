import { expect, test } from 'vitest';
import { type DMatrix, type TrainJob, train, trainAll } from '../src/index.ts';

const x = Float32Array.from({ length: 64 }, (_, i) => i % 13);
const shared = new Float32Array(new SharedArrayBuffer(4 * 64));
shared.set(Float32Array.from({ length: 64 }, (_, i) => i % 7));
const dtrain: DMatrix = {
  columns: [x, shared],
  featureNames: ['x', 'shared'],
  numRow: 64,
  label: Float32Array.from({ length: 64 }, (_, i) => (i % 7 > 3 ? 1 : 0)),
};
const jobs: TrainJob[] = [1, 2, 3].map((seed) => ({
  params: { objective: 'binary:logistic', subsample: 0.7, seed },
  dtrain,
  options: { numBoostRound: 5 },
}));

test('returns the same boosters in the order of the jobs at any number of threads', async () => {
  const alone = jobs.map(({ params, options }) => train(params, dtrain, options));
  expect(await trainAll(jobs, { threads: 1 })).toEqual(alone);
  expect(await trainAll(jobs, { threads: 2 })).toEqual(alone);
});

test.each([1, 2])('tells of every booster it has grown, at %i threads', async (threads) => {
  const told: string[] = [];
  await trainAll(jobs, { threads, onTrained: (done, total) => told.push(`${done} of ${total}`) });
  expect(told).toEqual(['1 of 3', '2 of 3', '3 of 3']);
});

test('rejects with the message of the job that failed', async () => {
  const broken: TrainJob = { params: { eta: 9 }, dtrain, options: { numBoostRound: 1 } };
  const expected = 'parameter eta: found 9, expected a number in (0, 1]; see TrainParams';
  await expect(trainAll([...jobs, broken], { threads: 2 })).rejects.toThrow(expected);
  await expect(trainAll([...jobs, broken], { threads: 1 })).rejects.toThrow(expected);
});
