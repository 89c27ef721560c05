import { expect, it } from 'vitest';
import { candidates } from '../src/candidates.ts';
import {
  isPageWorthy,
  labelContract,
  labelProblems,
  labels,
  maturesAfterDays,
  maturesAt,
  tierOf,
} from '../src/label.ts';
import { prices, worthwhileMinutes } from '../src/prices.ts';
import { type OwnRun, readOwnRuns } from './own-runs.ts';

const DAYS = Array.from({ length: 150 }, (_, day) => day);

async function judge(runs: readonly OwnRun[], days?: number) {
  const ingested = await readOwnRuns(runs, days);
  await candidates(ingested, DAYS);
  return labels(ingested);
}

const nightly = (minutesOf: (day: number) => number, count = 120): OwnRun[] =>
  Array.from({ length: count }, (_, day) => ({ run: day, startHours: 24 * day + 2, minutes: minutesOf(day) }));

it('is page-worthy from the minute on that costs more than a page', () => {
  // $150 a page: 3.75 minutes at $40, 10 at $15, 30 at $5, 75 at $2.
  expect([1, 2, 3, 4].map((tier) => worthwhileMinutes(tierOf(tier)))).toEqual([3.75, 10, 30, 75]);
  expect([isPageWorthy(30, 3), isPageWorthy(30.1, 3), isPageWorthy(-5, 1)]).toEqual([false, true, false]);
  expect(30 * prices.usdPerMinute[3]).toBe(prices.pageUsd);
});

it('prices a run of a job without a tier like those of tier 3', () => {
  expect(tierOf(Number.NaN)).toBe(3);
});

it('expects what the other runs around it took: four weeks before, two after, never itself', async () => {
  const found = await judge(nightly((day) => (day === 60 ? 300 : 20 + (day % 3))));
  expect(found.get(60)?.minutes).toBeCloseTo(300, 6);
  expect(found.get(60)?.expectedMinutes).toBeCloseTo(21, 6);
});

it('moves with the job: what took longer before and after is not slow', async () => {
  const found = await judge(nightly((day) => (day < 60 ? 20 : 40)));
  expect(found.get(20)?.expectedMinutes).toBeCloseTo(20, 6);
  expect(found.get(100)?.expectedMinutes).toBeCloseTo(40, 6);
});

it('is not known before hindsight is over, nor where too few runs say what was usual', async () => {
  const history = 130;
  const found = await judge(
    nightly(() => 20, history),
    history,
  );
  const known = (run: number) => !Number.isNaN(found.get(run)?.expectedMinutes ?? Number.NaN);
  const lastMature = history - maturesAfterDays;
  expect([known(lastMature), known(lastMature + 1)]).toEqual([true, false]);
  const rare = await judge(nightly(() => 20).filter(({ run }) => run % 14 === 0));
  expect(Number.isNaN(rare.get(56)?.expectedMinutes)).toBe(true);
});

it('matures for all runs of a day together, the window and a day for late rows after it', () => {
  const day = 86_400_000;
  expect(maturesAt(3 * day + 5)).toBe((3 + maturesAfterDays) * day);
  expect(maturesAfterDays).toBe(labelContract.windowDays + labelContract.correctionDays);
});

it('explains a run by its bytes, and not by its deploy', async () => {
  const gigabytesOf = (day: number) => (day % 10 === 0 ? 100 : 20 + (day % 3));
  const runs = Array.from({ length: 120 }, (_, day): OwnRun => {
    const gigabytes = gigabytesOf(day);
    return { run: day, startHours: 24 * day + 2, minutes: 2 * gigabytes, gigabytes };
  });
  const found = await judge(runs.map((run) => (run.run === 65 ? { ...run, minutes: run.minutes * 3 } : run)));
  for (const [day, factor] of [
    [60, 1],
    [65, 3],
  ] as const) {
    const { minutes = 0, expectedMinutes = 0 } = found.get(day) ?? {};
    expect(minutes / expectedMinutes).toBeCloseTo(factor, 1);
  }
});

it.each([
  [{ windowDays: 0 }, 'windowDays: found 0, expected whole days'],
  [{ windowDays: 1.5 }, 'windowDays: found 1.5, expected whole days'],
  [{ leadDays: 7 }, 'leadDays: found 7, expected 0'],
  [{ hindsightDaysBefore: -3 }, 'hindsightDaysBefore: found -3, expected whole days'],
])('cannot be judged with %o, in words', (changed, words) => {
  expect(labelProblems(labelContract)).toEqual([]);
  expect(labelProblems({ ...labelContract, ...changed })).toEqual([expect.stringContaining(words)]);
});
