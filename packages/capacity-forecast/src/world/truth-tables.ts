import { double, int, monday, tableContract, wholeHour } from '@applied-modeling/lakehouse';
import { z } from 'zod';

/**
 * The hidden truth, as contracts: a side-car that the world writes and only 6-evaluate and what comes after it may read. A
 * person's own files have none, so it stands apart from the tables they satisfy.
 */

const seriesId = z.string().min(1);

export const truthHourly = tableContract({
  name: 'truth_hourly',
  grain: 'one row per series per hour, from the third year on',
  columns: {
    series_id: seriesId,
    demand: int().min(0).describe('nodes asked for, spill from neighbours left out'),
    hour: wholeHour(),
  },
  key: ['series_id', 'hour'],
  history: 'static',
});

const quantile = () => double().min(0).describe('quantile of the hours of the week, as known at the decision');

export const truthWeekly = tableContract({
  name: 'truth_weekly',
  grain: 'one row per series per week, from the third year on',
  columns: {
    series_id: seriesId,
    oracle_nodes: int().min(0).describe('the level of least expected cost, given the hidden level on the decision day'),
    q10: quantile(),
    q50: quantile(),
    q80: quantile(),
    q90: quantile(),
    q95: quantile(),
    short_share: double().min(0).max(1).describe("expected share of hours short at the incumbent's level"),
    week_start: monday(),
  },
  key: ['series_id', 'week_start'],
  history: 'static',
});

export const TRUTH_TABLES = [truthHourly, truthWeekly] as const;
