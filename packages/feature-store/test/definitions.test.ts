import { date, double, int, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  activeDays,
  calendarView,
  count,
  equals,
  featureSet,
  featureView,
  isOneOf,
  latest,
  latestView,
  mean,
  ordinal,
  ratio,
  sum,
  type WindowAggregate,
} from '../src/index.ts';
import { holidays, orders, plans } from './orders-world.ts';

const viewOf = (features: Readonly<Record<string, WindowAggregate>>) =>
  featureView({ name: 'orders', source: orders, entity: 'customer_id', freshnessHours: 14, features });

test('a sum over doubles is refused, because it would depend on the order of the rows', () => {
  expect(() => viewOf({ weight_7d: sum('weight_kg', { days: 7 }) })).toThrow(
    'feature view orders: weight_7d sums weight_kg, a DOUBLE, whose sum depends on the order of the rows; ' +
      'store it as decimal()',
  );
});

test.each<[string, WindowAggregate, RegExp]>([
  ['a column the source lacks', sum('amonut', { days: 7 }), /no column amonut/],
  ['a condition on a column the source lacks', count({ days: 7, where: equals('kind', 'a') }), /no column kind/],
  ['a condition that no value meets', count({ days: 7, where: isOneOf('channel', []) }), /one of no values/],
  ['a sum of text', sum('channel', { days: 7 }), /aggregates channel, a VARCHAR; expected a number/],
  ['a window of no days', count({ days: 0 }), /looks back 0 days/],
  ['a window of half a day', count({ days: 0.5 }), /looks back 0\.5 days/],
  ['active days beyond what a mask can hold', activeDays({ days: 65 }), /at most 64/],
])('%s is refused when the view is defined', (_, aggregate, reason) => {
  expect(() => viewOf({ feature: aggregate })).toThrow(reason);
});

test('a name that is no column name is refused', () => {
  expect(() => viewOf({ 'Orders 7d': count({ days: 7 }) })).toThrow(/'Orders 7d' is no feature name/);
});

test('events without clocks cannot be windowed', () => {
  const columns = { customer_id: z.string(), happened_on: date(), items: int() };
  const noAvailability = tableContract({
    name: 'gifts',
    grain: 'one row per gift',
    columns,
    key: ['customer_id'],
    clocks: { eventTime: 'happened_on' },
    history: 'static',
  });
  const noEvent = tableContract({
    name: 'gifts',
    grain: 'one row per gift',
    columns: { ...columns, available_at: timestamp() },
    key: ['customer_id'],
    clocks: { availableAt: 'available_at' },
    history: 'bitemporal',
  });
  const gifts = (source: typeof noEvent | typeof noAvailability) => () =>
    featureView({ name: 'gifts', source, entity: 'customer_id', freshnessHours: 1, features: {} });
  expect(gifts(noAvailability)).toThrow(/no availability clock/);
  expect(gifts(noEvent)).toThrow(/no event clock/);
});

test('a latest view reads numbers as they are, and texts only by rank', () => {
  const planView = (features: Parameters<typeof latestView>[0]['features']) => () =>
    latestView({ name: 'plan', source: plans, entity: 'customer_id', freshnessHours: 1, features });
  expect(planView({ tier: latest('tier') })).toThrow(/reads tier, a VARCHAR/);
  expect(planView({ fee: ordinal('fee', ['low', 'high']) })).toThrow(/ordinal needs a text column/);
  expect(planView({ tier: ordinal('tier', ['free', 'free']) })).toThrow(/distinct texts/);
});

test('a calendar has one row a day', () => {
  const season = (source: typeof holidays) => () =>
    calendarView({
      name: 'season',
      source,
      dateColumn: 'day',
      features: { season_7d: mean('factor', { from: -7, to: 0 }) },
    });
  const byRegion = tableContract({
    name: 'holidays',
    grain: 'one row per day and region',
    columns: { day: date(), factor: double(), region: z.string() },
    key: ['day', 'region'],
    history: 'static',
  });
  expect(season(holidays)).not.toThrow();
  expect(season(byRegion)).toThrow(/key of holidays is day, region; expected one date\(\) column/);
});

const orderCounts = viewOf({ orders_7d: count({ days: 7 }), orders_28d: count({ days: 28 }) });

test('a set keeps its features in order of definition, and its model columns in order of the model', () => {
  const set = featureSet({
    views: [orderCounts],
    derived: { trend: ratio('orders_7d', 'orders_28d'), doubled: ratio('trend', 'orders_7d') },
    modelColumns: ['trend', 'orders_7d'],
  });
  expect(set.names).toEqual(['orders_7d', 'orders_28d', 'trend', 'doubled']);
  expect(set.modelColumns).toEqual(['trend', 'orders_7d']);
});

test('names that are unknown, repeated, or read before they are defined are refused', () => {
  const trend = ratio('orders_7d', 'orders_28d');
  expect(() => featureSet({ views: [orderCounts], derived: { trend: ratio('orders_7d', 'orders_90d') } })).toThrow(
    'derived feature trend: reads orders_90d, which is not defined before it',
  );
  expect(() => featureSet({ views: [orderCounts], derived: { early: ratio('trend', 'orders_7d'), trend } })).toThrow(
    /early: reads trend, which is not defined before it/,
  );
  expect(() => featureSet({ views: [orderCounts], derived: { self: ratio('self', 'orders_7d') } })).toThrow(
    /self: reads self/,
  );
  expect(() => featureSet({ views: [orderCounts], derived: { orders_7d: trend } })).toThrow(/orders_7d: defined twice/);
  expect(() => featureSet({ views: [orderCounts, orderCounts] })).toThrow(/view orders: defined twice/);
  expect(() => featureSet({ views: [orderCounts], modelColumns: ['orders_9d'] })).toThrow(/orders_9d: no such feature/);
});
