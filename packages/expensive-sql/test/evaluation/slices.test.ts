import { expect, it } from 'vitest';
import type { CalibratedModel, Scorer } from '../../src/domain.ts';
import { judgedWindow } from '../../src/evaluation/judged-window.ts';
import { sliceTraffic } from '../../src/evaluation/slices.ts';
import { literalSet } from '../literal-set.ts';

// Training knows template a. On the test day b was logged an hour ago, and of c and d no log has landed; one of each pair is expensive.
const query = (template: string, hours_since_template: number, cpuSeconds: number, score: number, day = 1) => ({
  ...{ template, cpuSeconds, day },
  features: { hours_since_template, score },
});
const set = literalSet(
  [
    query('a', 5, 900, 0, 0),
    query('a', 5, 900, 3),
    query('b', 1, 10, 2),
    query('b', 1, 900, 1),
    query('c', Number.NaN, 900, 5),
    query('d', Number.NaN, 10, 4),
  ],
  ['hours_since_template', 'score'],
);
const scorer: Scorer = {
  name: 'score',
  role: 'model',
  score: (_, rows) => Float64Array.from(rows, (row) => set.columns[1][row]),
};
const fold = { train: Uint32Array.of(0), test: Uint32Array.of(1, 2, 3, 4, 5) };
const window = judgedWindow(set, { fold } as CalibratedModel, [scorer], { truth: null, seed: 7 });
const slices = new Map(sliceTraffic(window).map((slice) => [slice.name, slice]));

it('calls new what training did not see, logged or not, and cold what no log knows', () => {
  const told = ['template of the training days', 'new template', 'cold template'].map((name) => slices.get(name)!);
  expect(told.map(({ queries, expensive, traffic }) => [queries, expensive, traffic])).toEqual([
    [1, 1, 1 / 5],
    [4, 2, 4 / 5],
    [2, 1, 2 / 5],
  ]);
});

it('ranks each part by itself, without an interval where few are expensive', () => {
  // Of new ones the expensive come first and last of four: (1 + 2 / 4) / 2. Of cold ones the expensive comes first.
  expect(slices.get('new template')!.averagePrecision!.score).toBeCloseTo(0.75, 12);
  expect(slices.get('cold template')!.averagePrecision!.score).toBe(1);
  expect(slices.get('cold template')!.ladder).toBeNull();
  expect(slices.get('new tenant')!.averagePrecision).toBeNull();
});
