/** Sources of a small shop, and a feature set that uses every word of the vocabulary. */

import { date, decimal, double, int, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';
import {
  activeDays,
  calendarView,
  count,
  daysSince,
  daysSinceLast,
  daysUntil,
  difference,
  equals,
  featureSet,
  featureView,
  isOneOf,
  latest,
  latestView,
  log,
  max,
  mean,
  meanPerDay,
  min,
  onlyIf,
  ordinal,
  product,
  ratio,
  sum,
} from '../src/index.ts';

export const orders = tableContract({
  name: 'orders',
  grain: 'one row per order line or correction',
  columns: {
    customer_id: z.string(),
    order_id: int(),
    ordered_on: date(),
    channel: z.enum(['web', 'shop', 'phone']),
    amount: decimal(18, 3).nullable(),
    items: int(),
    weight_kg: double().nullable(),
    available_at: timestamp(),
  },
  key: ['order_id'],
  clocks: { eventTime: 'ordered_on', availableAt: 'available_at' },
  history: 'bitemporal',
});

export const visits = tableContract({
  name: 'visits',
  grain: 'one row per visit',
  columns: {
    customer_id: z.string(),
    visit_id: int(),
    visited_at: timestamp(),
    pages: int(),
    available_at: timestamp(),
  },
  key: ['visit_id'],
  clocks: { eventTime: 'visited_at', availableAt: 'available_at' },
  history: 'bitemporal',
});

export const plans = tableContract({
  name: 'plans',
  grain: 'one row per customer per change of plan',
  columns: {
    customer_id: z.string(),
    plan_id: int(),
    valid_from: date().nullable(),
    tier: z.string().nullable(),
    fee: decimal(18, 3).nullable(),
    ends_on: date().nullable(),
    is_trial: z.boolean(),
    available_at: timestamp(),
  },
  key: ['plan_id'],
  clocks: { eventTime: 'valid_from', availableAt: 'available_at' },
  history: 'bitemporal',
});

export const holidays = tableContract({
  name: 'holidays',
  grain: 'one row per day',
  columns: { day: date(), factor: double() },
  key: ['day'],
  history: 'static',
});

export const everyWord = featureSet({
  views: [
    featureView({
      name: 'orders',
      source: orders,
      entity: 'customer_id',
      freshnessHours: 14,
      features: {
        amount_3d: sum('amount', { days: 3 }),
        amount_10d: sum('amount', { days: 10 }),
        amount_per_day_10d: meanPerDay('amount', { days: 10 }),
        web_items_10d: sum('items', { days: 10, where: equals('channel', 'web') }),
        orders_3d: count({ days: 3 }),
        away_orders_10d: count({ days: 10, where: isOneOf('channel', ['web', 'phone']) }),
        active_days_3d: activeDays({ days: 3 }),
        active_days_10d: activeDays({ days: 10 }),
        max_amount_10d: max('amount', { days: 10 }),
        min_weight_3d: min('weight_kg', { days: 3 }),
        last_order_days: daysSinceLast({ days: 20 }),
        last_shop_order_days: daysSinceLast({ days: 10, where: equals('channel', 'shop') }),
      },
    }),
    featureView({
      name: 'visits',
      source: visits,
      entity: 'customer_id',
      freshnessHours: 1,
      features: {
        pages_1d: sum('pages', { days: 1 }),
        pages_7d: sum('pages', { days: 7 }),
        visit_days_7d: activeDays({ days: 7 }),
        last_visit_days: daysSinceLast({ days: 7 }),
      },
    }),
    latestView({
      name: 'plan',
      source: plans,
      entity: 'customer_id',
      freshnessHours: 30,
      features: {
        fee: latest('fee'),
        is_trial: latest('is_trial'),
        tier: ordinal('tier', ['free', 'plus', 'pro']),
        days_to_plan_end: daysUntil('ends_on'),
        days_on_plan: daysSince('valid_from'),
      },
    }),
    calendarView({
      name: 'season',
      source: holidays,
      dateColumn: 'day',
      features: {
        season_past_3d: mean('factor', { from: -3, to: 0 }),
        season_next_5d: mean('factor', { from: 1, to: 6 }),
      },
    }),
  ],
  derived: {
    amount_ratio_3_10: ratio('amount_3d', 'amount_10d'),
    amount_ratio_smoothed: ratio('amount_3d', 'amount_10d', { pseudo: 1.5 }),
    seasonal_ratio: ratio('amount_ratio_3_10', ratio('season_past_3d', 'season_next_5d')),
    log_amount: log('amount_per_day_10d', { plus: 0.5 }),
    log_pages: log('pages_7d'),
    trusted_ratio: onlyIf('amount_ratio_3_10', 'visit_days_7d', { atLeast: 2 }),
    fee_per_page: product('fee', difference('pages_7d', 'pages_1d')),
  },
});
