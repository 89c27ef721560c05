import { beforeAll, describe, expect, test } from 'vitest';
import { isPageWorthy } from '../../src/label.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { chanceOfPageWorthy, clairvoyantChance, createRegressionFilter } from '../../src/world/oracle.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper } from '../../src/world/stepper.ts';

/** Chances of every checkpoint of every run, and what became of it. */
interface Forecast {
  readonly multiple: number;
  readonly observable: number;
  readonly clairvoyant: number;
  readonly isWorthy: boolean;
}

const [JOBS, DAYS] = [300, 100];

describe('the oracles of a running run', () => {
  const forecasts: Forecast[] = [];
  beforeAll(() => {
    const population = drawPopulation(7, JOBS, DAYS);
    const world = createStepper(7, population, { epoch: Date.parse('2024-01-01T00:00:00Z'), days: DAYS });
    const filter = createRegressionFilter(JOBS);
    for (let day = 0; day < DAYS; day++) {
      const { runs, deploys } = world.step(historyPolicy);
      for (const { job } of deploys) filter.deployed(job);
      for (const { job, startMs, minutes, hasFailed, truth, ...run } of runs) {
        const isSpot = population.isSpot[job] === 1;
        const known = filter.prior(job, startMs);
        filter.observe({ job, startMs, minutes, hasFailed, truth, ...run }, isSpot);
        if (hasFailed) continue;
        const { expectedMinutes, scale, hasBadNode, factor } = truth;
        const centre = Math.log(expectedMinutes) + truth.carried + truth.creep;
        const tier = population.tier[job];
        for (const multiple of [0, 1, 1.5, 2, 3]) {
          const elapsedMinutes = multiple * expectedMinutes;
          if (minutes <= elapsedMinutes) break;
          const asked = { expectedMinutes, tier, elapsedMinutes };
          forecasts.push({
            multiple,
            observable: chanceOfPageWorthy({ centre, scale, isSpot, hasBadNode, ...known }, asked),
            clairvoyant: clairvoyantChance(Math.log(expectedMinutes * factor) + truth.carried, scale, asked),
            isWorthy: isPageWorthy(minutes - expectedMinutes, tier),
          });
        }
      }
    }
  });

  test.each(['observable', 'clairvoyant'] as const)(
    '%s: as many are page-worthy as it says, to three standard errors',
    (kind) => {
      for (const multiple of [0, 1, 1.5, 2, 3]) {
        const here = forecasts.filter((forecast) => forecast.multiple === multiple);
        const expected = here.reduce((sum, forecast) => sum + forecast[kind], 0);
        const variance = here.reduce((sum, forecast) => sum + forecast[kind] * (1 - forecast[kind]), 0);
        const found = here.filter(({ isWorthy }) => isWorthy).length;
        // Runs of one incident go together: the variance of independent runs is too small by about half.
        expect(Math.abs(found - expected) / Math.sqrt(2 * variance), `at ${multiple}`).toBeLessThan(3);
      }
    },
  );

  test('knows more the more it is told: it is surer with the cause than without', () => {
    const logLoss = (kind: 'observable' | 'clairvoyant') =>
      forecasts.reduce(
        (sum, { isWorthy, ...of }) => sum - Math.log(Math.max(1e-12, isWorthy ? of[kind] : 1 - of[kind])),
        0,
      );
    expect(logLoss('clairvoyant')).toBeLessThan(0.8 * logLoss('observable'));
  });

  test('is sure once the run has taken longer than the limit', () => {
    const outlook = {
      centre: Math.log(60),
      scale: 0.1,
      isSpot: true,
      hasBadNode: false,
      regression: 0,
      regressionLogFactor: 0,
    };
    const late = { expectedMinutes: 60, tier: 3, elapsedMinutes: 91 } as const;
    expect(chanceOfPageWorthy(outlook, late)).toBe(1);
    expect(chanceOfPageWorthy(outlook, { ...late, elapsedMinutes: 70 })).toBeLessThan(0.8);
  });
});
