import { describe, expect, test } from 'vitest';
import { shape } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { createWeekShape, HOURS } from '../../src/world/week-shape.ts';
import { clock } from './histories.ts';

const population = drawPopulation(7, SIZES.small);

describe('the shape of a week', () => {
  const fillUsual = createWeekShape(population, clock);
  const weekOf = (id: string, week: number) => {
    const out = new Float64Array(HOURS);
    fillUsual(out, population.ids.indexOf(id), week);
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
