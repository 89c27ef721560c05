import { describe, expect, test } from 'vitest';
import { unmet as planted } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { createStepper, type Policy, runPolicy } from '../../src/world/stepper.ts';
import { HOURS } from '../../src/world/week-shape.ts';
import { clock, runHistory } from './histories.ts';

const WEEKS = 30;
const world = runHistory(7, WEEKS);
const { population } = world;
const generous: Policy = ({ population }) => new Int32Array(population.series).fill(10_000);
const cells = Array.from({ length: population.series * HOURS }, (_, cell) => cell);

describe('the stepper', () => {
  test('serves what the nodes allow: usage + unmet = demand + spill, and usage never exceeds the nodes', () => {
    for (const { nodes, demand, spillIn, usage, unmet } of world.weeks) {
      const broken = cells.filter(
        (cell) =>
          usage[cell] + unmet[cell] !== demand[cell] + spillIn[cell] ||
          usage[cell] > nodes[Math.floor(cell / HOURS)] ||
          (unmet[cell] > 0 && usage[cell] < nodes[Math.floor(cell / HOURS)]),
      );
      expect(broken).toEqual([]);
    }
  });

  test('lets half of the unmet try again and a fifth move on; three in ten are lost', () => {
    const total = (of: (week: (typeof world.weeks)[0]) => Int32Array) =>
      world.weeks.reduce((sum, week) => sum + of(week).reduce((a, b) => a + b, 0), 0);
    const unmet = total((week) => week.unmet);
    expect(total((week) => week.retrying) / unmet).toBeCloseTo(planted.retryShare, 2);
    expect(total((week) => week.spilling) / unmet).toBeCloseTo(planted.spillShare, 2);
    for (const { unmet, retrying, spilling } of world.weeks) {
      expect(cells.filter((cell) => retrying[cell] + spilling[cell] > unmet[cell])).toEqual([]);
    }
  });

  test('hands what spills to the neighbour one hour later, past midnight on Sunday too', () => {
    for (let week = 1; week < WEEKS; week++) {
      for (let hour = 0; hour < HOURS; hour++) {
        for (let i = 0; i < population.series; i++) {
          const spilt = hour > 0 ? world.weeks[week].spilling[i * HOURS + hour - 1] : lastHour(week - 1, i);
          const arrived = world.weeks[week].spillIn[population.neighbour[i] * HOURS + hour];
          if (arrived !== spilt) expect({ week, hour, i, arrived }).toEqual({ week, hour, i, arrived: spilt });
        }
      }
    }
  });

  test('draws the same demand whatever is provisioned, and serves all of it where enough is', () => {
    const served = createStepper(7, population, { clock });
    runPolicy(served, generous, 5);
    for (let week = 0; week < 5; week++) {
      expect(served.weeks[week].demand).toEqual(world.weeks[week].demand);
      expect(served.weeks[week].usage).toEqual(world.weeks[week].demand);
    }
  });

  test('bills 1.5 in 100 hours wrongly at first', () => {
    const wrong = world.weeks.flatMap(({ billed, usage }) => cells.filter((cell) => billed[cell] !== usage[cell]));
    expect(wrong.length / (WEEKS * cells.length)).toBeGreaterThan(0.0142);
    expect(wrong.length / (WEEKS * cells.length)).toBeLessThan(0.0158);
  });

  test('repeats itself for a seed, and goes one week at a time', () => {
    expect(runHistory(7, 10).weeks[9]).toEqual(world.weeks[9]);
    expect(() => world.step(3, world.weeks[3].nodes)).toThrow('step: found week 3, expected 30, the next one');
  });

  const lastHour = (week: number, i: number) => world.weeks[week].spilling[i * HOURS + HOURS - 1];
});

describe('a policy', () => {
  test('is asked on the Thursday before and sees the weeks that are over and billed by then', () => {
    const seen: [number, string, number][] = [];
    const curious: Policy = (past) => {
      seen.push([past.week, new Date(past.decidedAtMs).toISOString(), past.weeks.length]);
      return generous(past);
    };
    runPolicy(createStepper(7, drawPopulation(7, SIZES.small), { clock }), curious, 4);
    expect(seen).toEqual([
      [0, '2021-12-30T06:00:00.000Z', 0],
      [1, '2022-01-06T06:00:00.000Z', 0],
      [2, '2022-01-13T06:00:00.000Z', 1],
      [3, '2022-01-20T06:00:00.000Z', 2],
    ]);
  });
});
