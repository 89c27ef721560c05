import { beforeAll, describe, expect, test } from 'vitest';
import { totalCost } from '../../src/evaluation/window.ts';
import { costQuantile } from '../../src/prices.ts';
import type { NoiseKind } from '../../src/world/demand.ts';
import { createOracle, ORACLE_QUANTILES, type OracleWeek } from '../../src/world/oracle.ts';
import type { Stepper } from '../../src/world/stepper.ts';
import { HOURS } from '../../src/world/week-shape.ts';
import { hoursOfFutures } from '../reference/oracle-by-paths.ts';
import { mean, runHistory, standardError } from './histories.ts';

describe('the oracle beside its slow twin', () => {
  const world = runHistory(7, 110);
  const oracle = createOracle(world.demand);

  test('finds the quantiles of 1 500 futures to 1.5 %, and the short share to 0.01', () => {
    for (const [week, ...series] of [
      [104, 0, 11],
      [109, 5, 22],
    ]) {
      const levels = world.weeks[week].nodes;
      const { nodes, quantiles, shortShare } = oracle.forecast(week, levels);
      for (const i of series) {
        const hours = hoursOfFutures(world.demand, i, week, 1500);
        const at = (share: number) => hours[Math.floor(share * hours.length)];
        for (const [k, share] of ORACLE_QUANTILES.entries()) {
          // The oracle spreads a count over the unit below it: half a node lower on average.
          expect(Math.abs((quantiles[k][i] + 0.5) / at(share) - 1), `q${share} of ${i}`).toBeLessThan(0.015);
        }
        expect(Math.abs(nodes[i] / at(costQuantile) - 1)).toBeLessThan(0.015);
        const above = hours.filter((demand) => demand > levels[i]).length / hours.length;
        expect(Math.abs(shortShare[i] - above)).toBeLessThan(0.01);
      }
    }
  });
});

/** Weeks are nearly independent of each other given their decisions; series of one week are not. So errors are averaged by week. */
describe.each<NoiseKind>(['negative-binomial', 'heavy'])('the oracle held to a year of %s demand', (noise) => {
  let world: Stepper;
  let judged: readonly OracleWeek[];
  beforeAll(() => {
    world = runHistory(3, 20 + 52, { regions: 6, families: 8 }, { noise });
    const oracle = createOracle(world.demand);
    judged = world.weeks.slice(20).map(({ week, nodes }) => oracle.forecast(week, nodes));
  });

  test('covers five hours in six: at or below its level a little more, below it a little less', () => {
    const atOrBelow = judged.map(({ week, nodes }) => shareOfHours(week, (demand, i) => demand <= nodes[i]));
    const below = judged.map(({ week, nodes }) => shareOfHours(week, (demand, i) => demand < nodes[i]));
    expect(mean(atOrBelow)).toBeGreaterThan(costQuantile - 4 * standardError(atOrBelow));
    expect(mean(below)).toBeLessThan(costQuantile + 4 * standardError(below));
    expect(mean(atOrBelow) - mean(below)).toBeLessThan(0.01);
  });

  test('covers its other quantiles as often as they say', () => {
    for (const [k, share] of ORACLE_QUANTILES.entries()) {
      const excess = judged.map(
        ({ week, quantiles }) => shareOfHours(week, (d, i) => d <= quantiles[k][i] + 0.5) - share,
      );
      expect(Math.abs(mean(excess)), `q${share}`).toBeLessThan(4 * standardError(excess) + 0.001);
    }
  });

  test('knows how often the incumbent will be short', () => {
    const errors = judged.map(({ week, shortShare }) => {
      const { nodes } = world.weeks[week];
      return shareOfHours(week, (demand, i) => demand > nodes[i]) - mean(shortShare);
    });
    expect(Math.abs(mean(errors))).toBeLessThan(4 * standardError(errors));
  });

  test('costs less than any constant multiple of itself, and much less than the incumbent', () => {
    const costs = judged.map(({ week, nodes }) => weekCost(week, nodes));
    for (const multiple of [0.9, 0.95, 0.97, 1.03, 1.05, 1.1]) {
      const scaled = judged.map(({ week, nodes }) =>
        weekCost(
          week,
          nodes.map((n) => Math.round(multiple * n)),
        ),
      );
      const saved = scaled.map((cost, at) => cost - costs[at]);
      expect(mean(saved), `× ${multiple}`).toBeGreaterThan(4 * standardError(saved));
    }
    const incumbent = mean(judged.map(({ week }) => weekCost(week, world.weeks[week].nodes)));
    expect(incumbent / mean(costs)).toBeGreaterThan(1.08);
  });

  function shareOfHours(week: number, holds: (demand: number, series: number) => boolean): number {
    const { demand } = world.weeks[week];
    let count = 0;
    for (let cell = 0; cell < demand.length; cell++) if (holds(demand[cell], Math.floor(cell / HOURS))) count += 1;
    return count / demand.length;
  }

  function weekCost(week: number, nodes: Int32Array): number {
    const { demand } = world.weeks[week];
    return totalCost(new Float32Array(demand), nodes);
  }
});
