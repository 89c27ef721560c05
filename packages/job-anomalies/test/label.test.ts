import { describe, expect, it } from 'vitest';
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

/** The last two days of a month and the first of the next, in 2025. */
function isClosing(day: number): boolean {
  const [date, later] = [day, day + 2].map((days) => new Date(Date.UTC(2025, 0, 1 + days)));
  return date.getUTCDate() === 1 || date.getUTCMonth() !== later.getUTCMonth();
}

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

describe('a label that matured', () => {
  const luck = (seed: number) => (Math.sin(12.9898 * seed) * 43758.5453) % 1;
  const chosenBytes = (seed: number) => ({ gigabytes: 20 * Math.exp(luck(seed)), workers: luck(seed + 1) > 0 ? 8 : 4 });

  /** From a day on minutes follow bytes and workers otherwise, and closing the books takes thrice as long. */
  const historyOf = (days: number, last: number, changesOn: number) =>
    [1, 2, 3].flatMap((job) =>
      Array.from({ length: days }, (_, day): OwnRun => {
        const { gigabytes, workers } = chosenBytes(1000 * job + 10 * day);
        const [perGb, perWorker, closing] = day < changesOn ? [0.8, -0.7, 1] : [-0.3, 0.5, 3];
        const books = isClosing(day) ? closing : 1;
        const noise = Math.exp(0.1 * luck(1000 * job + 10 * day + 2));
        const usual = 6 * gigabytes ** perGb * workers ** perWorker * books * noise;
        // A run in the last hindsight of all takes until that is over.
        const minutes = job === 1 && day === last + labelContract.windowDays - 1 ? 60 * 24 * 3 : usual;
        return {
          run: 1000 * job + day,
          job: `job ${job}`,
          startHours: 24 * day + 2 + job,
          minutes,
          gigabytes,
          workers,
        };
      }),
    );
  const judgedUntil = async (last: number, runs: readonly OwnRun[], days: number) => {
    const found = [...(await judge(runs, days))].filter(([id]) => id < 900_000);
    return new Map(found.filter(([id]) => id % 1000 >= 21 && id % 1000 <= last).sort(([a], [b]) => a - b));
  };

  it.each([21, 48, 49, 76, 114])(
    'is final: of day %i and before, whatever happens from sixteen days later on',
    async (last) => {
      const matured = last + maturesAfterDays;
      const [until, later] = [Math.max(130, matured), Math.max(130, matured) + 44];
      const asMatured = await judgedUntil(last, historyOf(until, last, matured), until);
      const sixtyDaysLater = await judgedUntil(last, historyOf(later, last, Infinity), later);
      expect(asMatured.size).toBe(3 * (last - 20));
      expect([...asMatured.values()].filter(({ expectedMinutes }) => Number.isNaN(expectedMinutes))).toEqual([]);
      expect(asMatured).toEqual(sixtyDaysLater);
    },
  );
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
