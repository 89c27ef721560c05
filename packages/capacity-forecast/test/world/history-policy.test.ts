import { describe, expect, test } from 'vitest';
import { incumbent } from '../../src/incumbent.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { createStepper, runPolicy } from '../../src/world/stepper.ts';
import { HOURS } from '../../src/world/week-shape.ts';
import { clock, runHistory } from './histories.ts';

const world = runHistory(7, 30);
const { population } = world;

describe('the policy of the history', () => {
  test('begins with half as much again as the usual nodes', () => {
    const usual = Array.from(population.usualNodes, (nodes) => Math.ceil(incumbent.openingFactor * nodes));
    expect(Array.from(world.weeks[0].nodes)).toEqual(usual);
    expect(Array.from(world.weeks[1].nodes)).toEqual(usual);
  });

  test('takes 1.05 × the 0.90-quantile of four billed weeks, two to five weeks old, rounded up', () => {
    for (const i of [0, 5, 23]) {
      const hours = [24, 25, 26, 27].flatMap((week) =>
        Array.from(world.weeks[week - 1].billed.subarray(i * HOURS, (i + 1) * HOURS)),
      );
      hours.sort((a, b) => a - b);
      // 0.9 × 671 = 603.9
      const quantile = hours[603] + 0.9 * (hours[604] - hours[603]);
      expect(Math.abs(world.weeks[28].nodes[i] - 1.05 * quantile - 0.5)).toBeLessThanOrEqual(0.5 + 1e-9);
    }
  });

  test('is fooled by its own short weeks: with as little as it once had, it never asks for what it needs', () => {
    const starved = createStepper(7, population, { clock });
    runPolicy(starved, ({ population }) => Int32Array.from(population.usualNodes, (nodes) => nodes * 0.6), 6);
    const chosen = historyPolicy(starved.past(6));
    const needed = historyPolicy(world.past(6));
    const cut = chosen.filter((nodes, i) => nodes < 0.8 * needed[i]).length;
    expect(cut).toBe(population.series);
  });
});
