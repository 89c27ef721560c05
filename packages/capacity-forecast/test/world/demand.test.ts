import { describe, expect, test } from 'vitest';
import { createDemand, type Demand, drawHiddenLevel, levelVariance, noiseFactorOf } from '../../src/world/demand.ts';
import { addJobNodes, launchFactor, tenantNodes } from '../../src/world/events.ts';
import { level, noise } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { HOURS } from '../../src/world/week-shape.ts';
import { clock, mean } from './histories.ts';

const population = drawPopulation(7, SIZES.small);
const demand = createDemand(7, population, { clock });

describe('true demand', () => {
  test('has the planted mean and the variance of a negative binomial, mean + mean² / 30, where no job runs', () => {
    let [hours, error, square] = [0, 0, 0];
    for (let week = 20; week < 40; week++) {
      const found = demand.ofWeek(week);
      for (let i = 0; i < population.series; i++) {
        const { mean, jobs } = plannedWeek(demand, i, week);
        for (let hour = 0; hour < HOURS; hour++) {
          if (jobs[hour] > 0) continue;
          const standardised =
            (found[i * HOURS + hour] - mean[hour]) / Math.sqrt(mean[hour] + mean[hour] ** 2 / noise.k);
          hours += 1;
          error += standardised;
          square += standardised ** 2;
        }
      }
    }
    expect(hours).toBeGreaterThan(50_000);
    expect(Math.abs(error / hours)).toBeLessThan(4 / Math.sqrt(hours));
    expect(square / hours).toBeCloseTo(1, 1);
  });

  test('realises about nine in ten of the nodes its jobs ask for', () => {
    let [extra, asked] = [0, 0];
    for (let week = 20; week < 60; week++) {
      const found = demand.ofWeek(week);
      for (let i = 0; i < population.series; i++) {
        const { mean, jobs } = plannedWeek(demand, i, week);
        for (let hour = 0; hour < HOURS; hour++) {
          if (jobs[hour] === 0) continue;
          extra += found[i * HOURS + hour] - mean[hour];
          asked += jobs[hour];
        }
      }
    }
    expect(extra / asked).toBeCloseTo(0.9, 1);
    expect(Math.abs(extra / asked - 0.9)).toBeLessThan(0.02);
  });

  test('of a week is the same whatever was asked before it', () => {
    expect(createDemand(7, population, { clock }).ofWeek(40)).toEqual(demand.ofWeek(40));
    expect(createDemand(8, population, { clock }).ofWeek(40)).not.toEqual(demand.ofWeek(40));
  });

  test('takes a shock that no one foresees', () => {
    const shocked = createDemand(7, population, { clock, shock: (i, week) => (i === 2 && week === 40 ? 2 : 1) });
    const [before, after] = [demand.ofWeek(40), shocked.ofWeek(40)];
    const sum = (cells: Int32Array, i: number) => cells.subarray(i * HOURS, (i + 1) * HOURS).reduce((a, b) => a + b, 0);
    expect(sum(after, 2) / sum(before, 2)).toBeCloseTo(2, 1);
    expect(sum(after, 3)).toBe(sum(before, 3));
    expect(shocked.ofWeek(41)).toEqual(demand.ofWeek(41));
    expect(sum(createDemand(7, population, { clock, shock: () => 0 }).ofWeek(40), 2)).toBe(0);
  });
});

describe('heavy noise', () => {
  test('keeps the mean, widens with the weeks, and has a tail', () => {
    const normals = Array.from({ length: 4001 }, (_, i) => -3.5 + (7 * i) / 4000);
    const weight = normals.map((z) => Math.exp((-z * z) / 2));
    const moment = (week: number, power: number) => {
      const of = (u: number) =>
        normals.reduce((sum, z, at) => sum + weight[at] * noiseFactorOf('heavy', week, z, u) ** power, 0) /
        weight.reduce((sum, w) => sum + w, 0);
      return (of(0) + 11 * of(1)) / 12;
    };
    const variance = (week: number) => moment(week, 2) - moment(week, 1) ** 2;
    expect(moment(0, 1)).toBeCloseTo(1, 2);
    expect(variance(0)).toBeCloseTo(11 / 12 / 40 + 8 / 12 / 40, 2);
    expect(variance(156) / variance(0)).toBeGreaterThan(2);
    expect(variance(200)).toBe(variance(156));
  });
});

/** The mean of demand without jobs, and the nodes jobs ask for, in plain words. */
function plannedWeek({ events, hiddenLevel, fillUsual }: Demand, i: number, week: number) {
  const [mean, jobs] = [new Float64Array(HOURS), new Float64Array(HOURS)];
  fillUsual(mean, i, week);
  addJobNodes(jobs, events.jobsOf[i], week);
  for (let hour = 0; hour < HOURS; hour++) {
    const day = 7 * week + Math.floor(hour / 24);
    mean[hour] *= Math.exp(hiddenLevel(i, day)) * launchFactor(events.launchesOf[i], day);
    mean[hour] += tenantNodes(events.tenantsOf[i], day);
  }
  return { mean, jobs };
}

describe('the hidden level', () => {
  const large = drawPopulation(7, SIZES.large);
  const hiddenLevel = drawHiddenLevel(7, large);
  const days = Array.from({ length: 700 }, (_, d) => d);
  const everySeries = Array.from({ length: large.series }, (_, i) => i);
  const stepsOf = (i: number) => days.map((d) => hiddenLevel(i, d + 1) - level.persistence * hiddenLevel(i, d));

  test('moves by 2 % a day, a fifth of its variance with the region', () => {
    const variance = mean(everySeries.map((i) => mean(stepsOf(i).map((step) => step ** 2))));
    expect(Math.sqrt(variance)).toBeCloseTo(level.dailySigma, 3);
    const inRegion = mean(everySeries.filter((i) => i % 8 < 7).map((i) => covariance(stepsOf(i), stepsOf(i + 1))));
    expect(inRegion / variance).toBeGreaterThan(level.regionShare - 0.03);
    expect(inRegion / variance).toBeLessThan(level.regionShare + 0.03);
  });

  test('is as uncertain after n days as the oracle believes', () => {
    for (const ahead of [4, 10]) {
      const errors = everySeries.flatMap((i) =>
        days
          .filter((d) => d % 10 === 0)
          .map((d) => hiddenLevel(i, d + ahead) - level.persistence ** ahead * hiddenLevel(i, d)),
      );
      expect(mean(errors.map((error) => error ** 2)) / levelVariance(ahead)).toBeCloseTo(1, 1);
    }
  });
});

function covariance(a: readonly number[], b: readonly number[]): number {
  return mean(a.map((value, at) => value * b[at])) - mean(a) * mean(b);
}
