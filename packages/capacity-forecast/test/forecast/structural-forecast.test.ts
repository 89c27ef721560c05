import { describe, expect, test } from 'vitest';
import { createForecaster } from '../../src/forecast/structural-forecast.ts';
import { HOURS } from '../../src/label.ts';
import { tinyOutlook, tinyPanel } from '../tiny-panel.ts';

const MODEL = { traced: 1, spilled: 0 };
const WEEK = 6;
const THURSDAY = (WEEK - 1) * HOURS + 3 * 24 + 6;

const weekOf = (hour: number) => Math.floor(hour / HOURS);
const forecastOf = (nodesOf: (hour: number) => number, outlook = tinyOutlook()) =>
  createForecaster(
    tinyPanel(1, 8, (_, hour) => nodesOf(hour)),
    MODEL,
    outlook,
  )(0, WEEK, THURSDAY);

describe('the structural forecast', () => {
  test('is the mean of the same hour in the four newest complete weeks', () => {
    const busy = [0, 90, 110, 120, 90, 102.5, 0, 0];
    const { nodes, organic, newestLevel } = forecastOf((hour) => (hour % HOURS === 9 ? busy[weekOf(hour)] : 100));
    expect([nodes[8], nodes[9], nodes[10]]).toEqual([100, 102.5, 100]);
    expect(organic[0]).toBeCloseTo(100 - 10 / HOURS, 12);
    expect(newestLevel).toBe(1);
  });

  test('is raised by Monday to Wednesday of the week of the decision, as far as a level lasts, and by nothing after them', () => {
    const { nodes, newestLevel } = forecastOf((hour) => {
      if (weekOf(hour) < WEEK - 1) return 100;
      return hour < (WEEK - 1) * HOURS + 72 ? 120 : 999;
    });
    expect(newestLevel).toBe(1.2);
    for (const hour of [0, 167]) expect(nodes[hour]).toBeCloseTo(100 * 1.2 ** 0.75, 9);
  });

  test('leaves an hour out that was not known by then', () => {
    const panel = tinyPanel(1, 8, (_, hour) => (weekOf(hour) === WEEK - 1 ? 120 : 100));
    panel.servedKnownAt.fill(THURSDAY + 0.1, (WEEK - 1) * HOURS, WEEK * HOURS);
    const { nodes, newestLevel, newestHour } = createForecaster(panel, MODEL, tinyOutlook())(0, WEEK, THURSDAY);
    expect([nodes[0], newestLevel, newestHour]).toEqual([100, 1, (WEEK - 1) * HOURS - 1]);
  });

  test('takes tenants, jobs and launches out of the past and puts what is known of the planned week in', () => {
    const outlook = tinyOutlook((known, week) => {
      if (week === 2) known.tenants.fill(30);
      if (week === 3) known.launches.fill(1.5);
      if (week === 4) known.jobs.fill(9, 0, 2);
      if (week === WEEK) {
        known.tenants.fill(50);
        known.jobs.fill(18, 5, 6);
        known.launches.fill(1.2);
      }
    });
    const { nodes } = forecastOf((hour) => {
      if (weekOf(hour) === 2) return 130;
      if (weekOf(hour) === 3) return 150;
      return weekOf(hour) === 4 && hour % HOURS < 2 ? 109 : 100;
    }, outlook);
    expect([nodes[0], nodes[4], nodes[5]].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([170, 170, 188]);
  });

  test('measures what a holiday does on the holidays so far, and leaves them out of the usual hours', () => {
    const outlook = tinyOutlook((known, week) => {
      if (week === 3 || week === WEEK) known.isHoliday.fill(1, 24, 48);
    });
    const panel = tinyPanel(1, 8, (_, hour) => (weekOf(hour) === 3 && Math.floor(hour / 24) % 7 === 1 ? 60 : 100));
    const forecast = createForecaster(panel, MODEL, outlook);
    forecast(0, 5, THURSDAY - HOURS);
    const { nodes } = forecast(0, WEEK, THURSDAY);
    expect([nodes[23], nodes[24], nodes[47], nodes[48]]).toEqual([100, 60, 60, 100]);
  });

  test('measures holidays family by family, and weighs every hour of them alike', () => {
    const outlook = tinyOutlook((known, week) => {
      if (week === 2) known.isHoliday.fill(1, 0, 24);
      if (week === 3) known.isHoliday.fill(1, 0, 48);
      if (week === 5) known.isHoliday.fill(1, 0, 1);
    });
    const nodesOf = (series: number, hour: number) => {
      if (series === 1 || hour % HOURS >= 48) return 100;
      return [100, 100, hour % HOURS < 24 ? 60 : 100, 90][weekOf(hour)] ?? 100;
    };
    const panel = { ...tinyPanel(2, 8, nodesOf), family: ['general', 'memory'] };
    const forecast = createForecaster(panel, MODEL, outlook);
    const plan = (week: number) => [0, 1].map((series) => forecast(series, week, (week - 1) * HOURS + 78).nodes[0]);
    plan(4);
    const [general, memory] = plan(5);
    expect(general).toBeCloseTo((24 * 60 + 48 * 90) / 72, 9);
    expect(memory).toBe(100);
  });

  test('says how noisy hours are around the usual one, and when the newest bill it read had come', () => {
    const panel = tinyPanel(1, 8, (_, hour) => (weekOf(hour) % 2 === 0 ? 80 : 120));
    panel.servedKnownAt[0 + 5 * HOURS + 3] = 900;
    panel.correction[4 * HOURS] = 0;
    panel.correctionKnownAt[4 * HOURS] = 905;
    const { noise, availableAt, newestHour } = createForecaster(panel, MODEL, tinyOutlook())(0, WEEK, THURSDAY);
    expect(noise).toBeCloseTo(Math.sqrt((Math.log(0.8) ** 2 + Math.log(1.2) ** 2) / 2), 12);
    expect([availableAt.usage_hourly, newestHour]).toEqual([905, 5 * HOURS + 71]);
  });

  test('of a series without a past is missing', () => {
    expect(forecastOf(() => Number.NaN).nodes.every(Number.isNaN)).toBe(true);
  });
});
