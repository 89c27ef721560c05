import { weeklyClock } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { createDemand, type Demand, noiseFactorOf } from '../../src/world/demand.ts';
import { addJobNodes, launchFactor, tenantNodes } from '../../src/world/events.ts';
import { drawHiddenLevel, levelVariance } from '../../src/world/hidden-level.ts';
import { level, noise, shape } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { createWeekShape, HOURS } from '../../src/world/week-shape.ts';

const clock = weeklyClock('2022-01-03');
const population = drawPopulation(7, SIZES.small);
const demand = createDemand(7, population, { clock });
const seriesIndex = (id: string) => population.ids.indexOf(id);

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

describe('the shape of a week', () => {
  const fillUsual = createWeekShape(population, clock);
  const weekOf = (id: string, week: number) => {
    const out = new Float64Array(HOURS);
    fillUsual(out, seriesIndex(id), week);
    return out;
  };
  const peakHours = (hours: Float64Array) => {
    const monday = Array.from(hours.subarray(0, 24));
    return monday.flatMap((nodes, hour) => (nodes > 0.95 * Math.max(...monday) ? [hour] : []));
  };

  test('of people at work peaks from 10 to 16 local time, wherever that is in UTC', () => {
    const local = (id: string, offset: number) => peakHours(weekOf(id, 10)).map((hour) => (hour + offset + 24) % 24);
    expect(local('aws/eu-west-1/general', 0)).toEqual([10, 11, 12, 13, 14, 15]);
    expect(local('aws/us-east-1/general', -5)).toEqual([10, 11, 12, 13, 14, 15]);
    expect(new Set(local('gcp/asia-northeast1/general', 9))).toEqual(new Set([10, 11, 12, 13, 14, 15]));
  });

  test('of batches peaks at night', () => {
    expect(new Set(peakHours(weekOf('aws/eu-west-1/compute', 10)))).toEqual(new Set([22, 23, 0, 1, 2, 3, 4, 5]));
  });

  test('falls on a weekend and on a holiday of the country alone', () => {
    const ordinary = weekOf('aws/us-east-1/general', 98);
    const thanksgiving = weekOf('aws/us-east-1/general', 98 + 52);
    // 2023-11-20 is week 98 and holds Thanksgiving; 52 weeks later it falls into the week of 25 November, which is 151.
    expect(ordinary[5 * 24 + 18] / ordinary[24 + 18]).toBeCloseTo(Math.exp(shape.interactive.weekend), 5);
    expect(ordinary[3 * 24 + 18] / ordinary[24 + 18]).toBeCloseTo(Math.exp(shape.interactive.holiday), 5);
    expect(thanksgiving[3 * 24 + 18] / thanksgiving[24 + 18]).toBeCloseTo(1, 5);
    const dublin = weekOf('aws/eu-west-1/general', 98);
    expect(dublin[3 * 24 + 12] / dublin[24 + 12]).toBeCloseTo(1, 5);
  });
});

describe('the hidden level', () => {
  const large = drawPopulation(7, SIZES.large);
  const hiddenLevel = drawHiddenLevel(7, large);
  const days = Array.from({ length: 700 }, (_, d) => d);
  const everySeries = Array.from({ length: large.series }, (_, i) => i);
  const stepsOf = (i: number) => days.map((d) => hiddenLevel(i, d + 1) - level.persistence * hiddenLevel(i, d));

  test('moves by 2 % a day, a fifth of its variance with the region', () => {
    const variance = mean(everySeries.map((i) => mean(stepsOf(i).map((step) => step ** 2))));
    expect(Math.sqrt(variance)).toBeCloseTo(level.dailySigma, 3);
    const [first, second] = [stepsOf(0), stepsOf(1)];
    const inRegion = mean(everySeries.filter((i) => i % 8 < 7).map((i) => covariance(stepsOf(i), stepsOf(i + 1))));
    expect(inRegion / variance).toBeGreaterThan(level.regionShare - 0.03);
    expect(inRegion / variance).toBeLessThan(level.regionShare + 0.03);
    expect(first).not.toEqual(second);
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
function plannedWeek({ population, events, hiddenLevel, fillUsual }: Demand, i: number, week: number) {
  const [mean, jobs] = [new Float64Array(HOURS), new Float64Array(HOURS)];
  fillUsual(mean, i, week);
  addJobNodes(jobs, events.jobsOf[i], week);
  expect(population.series).toBeGreaterThan(i);
  for (let hour = 0; hour < HOURS; hour++) {
    const day = 7 * week + Math.floor(hour / 24);
    mean[hour] *= Math.exp(hiddenLevel(i, day)) * launchFactor(events.launchesOf[i], day);
    mean[hour] += tenantNodes(events.tenantsOf[i], day);
  }
  return { mean, jobs };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function covariance(a: readonly number[], b: readonly number[]): number {
  return mean(a.map((value, at) => value * b[at])) - mean(a) * mean(b);
}
