import { beforeAll, describe, expect, test } from 'vitest';
import { totalCost } from '../../src/evaluation/window.ts';
import type { Demand } from '../../src/world/demand.ts';
import { createOracle } from '../../src/world/oracle.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { createStepper, type Policy, runPolicy, type Stepper, type Week } from '../../src/world/stepper.ts';
import { HOURS } from '../../src/world/week-shape.ts';
import { clock, mean, runHistory } from './histories.ts';

/**
 * What the planted numbers amount to, measured on the medium world of seed 7. None of these is a finding: they were tuned to
 * these values and are frozen here, so that a change of the world shows as a change of the world.
 */
describe('the history under the incumbent rule', () => {
  let world: Stepper;
  beforeAll(() => {
    world = runHistory(7, 156, SIZES.medium);
  });

  test('is short in an eighth of its hours and leaves 3 % of demand unmet', () => {
    expect(total(({ unmet }) => unmet.filter((nodes) => nodes > 0).length) / hours()).toEqual(near(0.124, 0.006));
    expect(total(({ unmet }) => sum(unmet)) / total(({ demand }) => sum(demand))).toEqual(near(0.03, 0.004));
  });

  test('keeps every hour between 0 and 2,500 nodes, and every series above 10 on average', () => {
    const peaks = world.weeks.map(({ demand }) => demand.reduce((most, nodes) => Math.max(most, nodes), 0));
    expect(Math.max(...peaks)).toBeLessThan(2_500);
    for (let i = 0; i < world.population.series; i++) {
      expect(mean(world.weeks.map(({ demand }) => sum(cellsOf(demand, i)) / HOURS))).toBeGreaterThan(10);
    }
  });

  test('brackets true demand: usage shows too little at its 90th percentile, raw requests too much, first attempts enough', () => {
    const ratio = (observed: (week: Week, cell: number) => number) =>
      mean(everySeries().map((i) => highHour(i, observed) / highHour(i, ({ demand }, cell) => demand[cell])));
    expect(ratio(({ usage }, cell) => usage[cell])).toEqual(near(0.957, 0.01));
    expect(ratio(({ usage, retrying, spilling }, cell) => usage[cell] + 4 * retrying[cell] + spilling[cell])).toEqual(
      near(1.05, 0.01),
    );
    expect(ratio(({ usage, retrying, spilling }, cell) => usage[cell] + retrying[cell] + spilling[cell])).toEqual(
      near(0.998, 0.005),
    );
  });

  test('would be cheaper by two fifths of what the oracle still pays for not knowing, if launches were known before they are', () => {
    const { demand } = world;
    const fromTheStart = demand.events.launchesOf.map((launches) =>
      launches.map((launch) => ({ ...launch, availableMs: Number.NEGATIVE_INFINITY })),
    );
    const leaky: Demand = { ...demand, events: { ...demand.events, launchesOf: fromTheStart } };
    const [honest, leaked] = [costOf(demand), costOf(leaky)];
    const regret = honest - costOfHindsight();
    expect((honest - leaked) / regret).toEqual(near(0.44, 0.02));
  });

  test('loses a fifth of a working day on Thanksgiving, where people work and keep it', () => {
    const { region, regions, kind } = world.population;
    const thursday = (i: number, week: number) => sum(cellsOf(world.weeks[week].demand, i).subarray(3 * 24, 4 * 24));
    const fall = (i: number, week: number) => (2 * thursday(i, week)) / (thursday(i, week - 1) + thursday(i, week + 1));
    const people = everySeries().filter((i) => kind[i] === 0);
    const inUs = (i: number) => regions[region[i]].country === 'US';
    // The weeks of 24 November 2022, 23 November 2023 and 28 November 2024.
    const falls = (of: (i: number) => boolean) =>
      mean(people.filter(of).flatMap((i) => [46, 98, 151].map((week) => fall(i, week))));
    expect(falls(inUs)).toEqual(near(0.79, 0.05));
    expect(falls((i) => !inUs(i) && regions[region[i]].country !== 'JP')).toEqual(near(1, 0.03));
  });

  const everySeries = () => Array.from({ length: world.population.series }, (_, i) => i);
  const hours = () => world.weeks.length * world.population.series * HOURS;
  const total = (of: (week: Week) => number) => world.weeks.reduce((all, week) => all + of(week), 0);
  const lastYear = () => world.weeks.slice(104);
  /** What takes an oracle is measured on these. */
  const thirteenWeeks = () => lastYear().filter(({ week }) => week % 4 === 0);

  function highHour(i: number, observed: (week: Week, cell: number) => number): number {
    const values = new Int32Array(52 * HOURS);
    for (const [at, week] of lastYear().entries()) {
      for (let hour = 0; hour < HOURS; hour++) values[at * HOURS + hour] = observed(week, i * HOURS + hour);
    }
    return values.sort()[Math.floor(0.9 * values.length)];
  }

  function costOf(demand: Demand): number {
    const oracle = createOracle(demand);
    return thirteenWeeks().reduce(
      (all, { week, nodes }) => all + weekCost(week, oracle.forecast(week, nodes).nodes),
      0,
    );
  }

  /** The best level of each series-week, chosen when the week is over. */
  function costOfHindsight(): number {
    return thirteenWeeks().reduce((all, { week, demand }) => {
      const best = everySeries().map((i) => cellsOf(demand, i).slice().sort()[Math.ceil((5 / 6) * HOURS) - 1]);
      return all + weekCost(week, Int32Array.from(best));
    }, 0);
  }

  function weekCost(week: number, nodes: Int32Array): number {
    const { demand } = world.weeks[week];
    return totalCost(Float32Array.from(demand), nodes);
  }
});

describe('a starved region', () => {
  test('makes its neighbour grow, whose own demand has not changed', () => {
    const plenty: Policy = ({ population }) => new Int32Array(population.series).fill(10_000);
    const starving: Policy = (past) => plenty(past).with(0, Math.round(0.4 * past.population.usualNodes[0]));
    const [fed, starved] = [plenty, starving].map((policy) => {
      const world = createStepper(7, runHistory(7, 0).population, { clock });
      runPolicy(world, policy, 8);
      return world;
    });
    const neighbour = fed.population.neighbour[0];
    const used = (world: Stepper) => sum(cellsOf(world.weeks[7].usage, neighbour));
    const asked = (world: Stepper) => sum(cellsOf(world.weeks[7].demand, neighbour));
    expect(asked(starved)).toBe(asked(fed));
    const spilt = sum(cellsOf(starved.weeks[7].spilling, 0));
    expect(used(starved) / used(fed)).toBeGreaterThan(1.05);
    expect(Math.abs(used(starved) - used(fed) - spilt)).toBeLessThan(0.02 * spilt);
  });
});

const cellsOf = (cells: Int32Array, i: number) => cells.subarray(i * HOURS, (i + 1) * HOURS);
const sum = (cells: Int32Array) => cells.reduce((all, nodes) => all + nodes, 0);
const near = (value: number, tolerance: number) => ({
  asymmetricMatch: (found: number) => Math.abs(found - value) <= tolerance,
  toString: () => `${value} ± ${tolerance}`,
});
