import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { prices } from '../../src/prices.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper, type Policy, type StepperOptions } from '../../src/world/stepper.ts';

const epoch = Date.parse('2024-01-01T00:00:00Z');
const DAYS = 14;

function runWorld(policy: Policy, seed = 7, options: Partial<StepperOptions> = {}, count = DAYS) {
  const population = drawPopulation(seed, { queriesPerDay: 333, epoch, days: 63 });
  const world = createStepper(seed, population, { epoch, ...options });
  const days = Array.from({ length: count }, () => world.step(policy));
  return { queries: days.flatMap(({ queries }) => queries), withdrawn: days.flatMap(({ withdrawn }) => withdrawn) };
}

const always = (action: ReturnType<Policy>) => runWorld(() => action);
const admitted = always('admit').queries;
const byId = new Map(admitted.map((query) => [query.submitted.id, query]));

describe('a world of queries', () => {
  test('is the same for the same seed and policy, and another for another seed', () => {
    const told = (seed: number) =>
      runWorld(historyPolicy, seed, {}, 5).queries.map(({ submitted, endMs }) => [submitted.text, endMs]);
    const once = told(7);
    expect(told(7)).toEqual(once);
    expect(told(8)).not.toEqual(once);
  });

  test('gives every query an id of its own and tells them by time', () => {
    expect(byId.size).toBe(admitted.length);
    for (const [at, { submitted, endMs, landsMs }] of admitted.entries()) {
      expect(landsMs).toBeGreaterThan(endMs);
      expect(endMs).toBeGreaterThanOrEqual(submitted.submittedMs);
      expect(submitted.submittedMs).toBeGreaterThanOrEqual(admitted[Math.max(0, at - 1)].submitted.submittedMs);
    }
    expect(admitted.at(-1)!.submitted.submittedMs).toBeLessThan(epoch + DAYS * MS_PER_DAY);
  });

  test('asks and costs the same in the heavy pool: only the time on the wall is another', () => {
    const { queries } = always('route');
    expect(queries.map(({ submitted }) => submitted)).toEqual(admitted.map(({ submitted }) => submitted));
    expect(queries.map(({ truth }) => truth)).toEqual(admitted.map(({ truth }) => truth));
    for (const { fromCache, waitedMs } of queries)
      expect(waitedMs).toBe(fromCache ? 0 : 1000 * prices.routeDelaySeconds);
    const wall = (list: typeof admitted) => list.filter(({ truth }) => truth.cpuSeconds > 600)[0];
    expect(wall(queries).endMs).not.toBe(wall(admitted).endMs);
  });

  test('cancels the dear ones more often, jobs never, and logs what they had used', () => {
    const cancelled = admitted.filter(({ status }) => status === 'CANCELED');
    expect(cancelled.length).toBeGreaterThan(20);
    for (const { submitted, cpuSeconds, truth } of cancelled) {
      expect(submitted.application).not.toBe('job');
      expect(cpuSeconds).toBeLessThan(truth.cpuSeconds);
    }
    const shareOf = (list: typeof admitted) => list.filter(({ status }) => status === 'CANCELED').length / list.length;
    const dear = admitted.filter(({ truth }) => truth.cpuSeconds > 600);
    expect(shareOf(dear)).toBeGreaterThan(5 * shareOf(admitted));
  });

  test('answers from the cache what was asked before of the same versions, that day, for nothing', () => {
    const cached = admitted.filter(({ fromCache }) => fromCache);
    expect(cached.length).toBeGreaterThan(50);
    for (const { submitted, cpuSeconds, status } of cached) {
      const day = Math.floor(submitted.submittedMs / MS_PER_DAY);
      const before = admitted.filter(
        ({ submitted: { text }, endMs }) => text === submitted.text && endMs <= submitted.submittedMs,
      );
      expect(before.some(({ endMs }) => Math.floor(endMs / MS_PER_DAY) === day)).toBe(true);
      expect([cpuSeconds, status]).toEqual([0, 'FINISHED']);
    }
  });

  test('lets people who are asked withdraw a query or ask for fewer days, and does not ask a job', () => {
    const { queries, withdrawn } = always('confirm');
    const asked = admitted.filter(({ submitted }) => submitted.application !== 'job').length;
    expect(withdrawn.length / asked).toBeCloseTo(0.15, 1);
    expect(withdrawn.every(({ application }) => application !== 'job')).toBe(true);
    const dated = queries.filter(({ template }) => template.isSensitive && template.tree.kind === 'select');
    const narrowed = dated.filter(({ submitted }) => submitted.text !== byId.get(submitted.id)!.submitted.text);
    expect(narrowed.length / dated.length).toBeGreaterThan(0.25);
    for (const { submitted, truth } of narrowed) {
      expect(submitted.scannedGb).toBeLessThanOrEqual(byId.get(submitted.id)!.submitted.scannedGb);
      expect(truth.cpuSeconds).toBeLessThanOrEqual(byId.get(submitted.id)!.truth.cpuSeconds);
    }
  });

  test('stops early under a limit where nothing has to be complete', () => {
    const { queries } = always('limit');
    for (const { submitted, template, truth } of queries) {
      const { tree } = template;
      const isPlain = !tree.group && !tree.distinct && !tree.window && !tree.sort && tree.sources.length === 1;
      const would = byId.get(submitted.id)!.truth.cpuSeconds;
      if (isPlain && !tree.limit && would > 10) expect(truth.cpuSeconds).toBeLessThan(0.3 * would);
      if (!isPlain) expect(truth.cpuSeconds).toBe(would);
    }
  });

  test('slows down as a whole where it is told to, from that day on', () => {
    const slow = runWorld(() => 'admit', 7, { slowdown: { fromDay: 7, factor: 2 } }).queries;
    for (const { submitted, truth } of slow) {
      const factor = submitted.submittedMs < epoch + 7 * MS_PER_DAY ? 1 : 2;
      expect(truth.cpuSeconds / byId.get(submitted.id)!.truth.cpuSeconds).toBeCloseTo(factor, 9);
    }
  });
});
