import { describe, expect, test } from 'vitest';
import { response } from '../../src/prices.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper, type Policy, type Run } from '../../src/world/stepper.ts';

const DAYS = 60;
const epoch = Date.parse('2024-01-01T00:00:00Z');
const nobody: Policy = () => null;

function runWorld(policy: Policy, seed = 7): Run[] {
  const world = createStepper(seed, drawPopulation(seed, 60, DAYS), { epoch, days: DAYS });
  return Array.from({ length: DAYS }, () => world.step(policy).runs).flat();
}

describe('a world of job runs', () => {
  test('is the same for the same seed and policy, and another for another seed', () => {
    const minutesOf = (runs: readonly Run[]) => runs.map(({ minutes }) => minutes);
    const once = minutesOf(runWorld(historyPolicy));
    expect(minutesOf(runWorld(historyPolicy))).toEqual(once);
    expect(minutesOf(runWorld(historyPolicy, 8))).not.toEqual(once);
  });

  test('gives every run an id of its own, and no job two runs at once', () => {
    const runs = runWorld(nobody);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
    for (const [index, run] of runs.entries()) {
      const next = runs.slice(index + 1).find(({ job }) => job === run.job);
      if (next?.day === run.day) expect(next.startMs).toBeGreaterThanOrEqual(run.startMs + run.minutes * 60_000);
    }
  });

  test('does not slow a run that nobody was paged for because of whom somebody pages', () => {
    const unpaged = runWorld(nobody);
    const paged = new Map(runWorld(historyPolicy).map((run) => [run.id, run]));
    // A page mends a regression, so of its job only the runs until then are the same.
    const untouched = unpaged.filter(
      (run) => run.truth.incident === null && paged.get(run.id)?.truth.incident === null,
    );
    expect(untouched.length).toBeGreaterThan(0.95 * unpaged.length);
    for (const run of untouched) expect(paged.get(run.id)?.truth.expectedMinutes).toBe(run.truth.expectedMinutes);
  });

  test('ends a regression sooner where somebody is paged for it', () => {
    const regressed = (runs: readonly Run[]) => runs.filter(({ truth }) => truth.cause === 'regression').length;
    const always: Policy = () => ({ minutes: 0, whileRunning: false });
    expect(regressed(runWorld(always))).toBeLessThan(0.5 * regressed(runWorld(nobody)));
  });

  test('saves a share of what was left of a run whose owner is paged while it runs', () => {
    const atOnce: Policy = ({ id }) => (id % 2 === 0 ? { minutes: 0.5, whileRunning: true } : null);
    const untouched = new Map(runWorld(nobody).map(({ id, minutes }) => [id, minutes]));
    // The first day: no earlier page has changed anything, and nobody is muted.
    const paged = runWorld(atOnce).filter(({ day, pagedMs, hasFailed }) => day === 0 && pagedMs !== null && !hasFailed);
    expect(paged.length).toBeGreaterThan(10);
    for (const { id, minutes } of paged) {
      const would = untouched.get(id) ?? Number.NaN;
      const left = Math.max(0, would - 0.5 - response.minutes);
      expect(minutes).toBeCloseTo(would - response.savedShare * left, 9);
    }
  });
});
