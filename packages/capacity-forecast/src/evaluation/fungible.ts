import { type QuantileForecast, quantileAt, quantileOf } from '@applied-modeling/evaluation';
import { HOURS } from '../label.ts';
import { sumByWeek, type Window } from './window.ts';

/**
 * Levels that cover each series nine hours in ten, summed, against the share of that sum which covers the pooled demand nine
 * hours in ten, in mean nodes a week. Series are not short at the same time, so a budget that can be moved between them needs less; nodes that
 * stand in one region cannot be moved, and need all of it.
 */
export function comparePool(window: Window, forecast: QuantileForecast) {
  const single = quantileAt(forecast, COVERED);
  const summed = sumByWeek(window, (at) => single[at]);
  const pooled = new Float64Array(window.weeks.length * HOURS);
  for (let cell = 0; cell < window.demand.length; cell++) {
    const week = window.weekIndex[Math.floor(cell / HOURS)];
    pooled[week * HOURS + (cell % HOURS)] += window.demand[cell] / summed[week];
  }
  const sumOfQuantiles = summed.reduce((sum, nodes) => sum + nodes, 0) / summed.length;
  return { sumOfQuantiles, quantileOfSum: sumOfQuantiles * quantileOf(pooled, COVERED) };
}

const COVERED = 0.9;
