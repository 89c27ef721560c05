import { expect, test } from 'vitest';
import {
  count,
  type FeatureSetDeclaration,
  featureSet,
  featureView,
  fingerprintFeatures,
  ratio,
  sum,
  type WindowAggregate,
} from '../src/index.ts';
import { orders, visits } from './orders-world.ts';

const FEATURES = { items_7d: sum('items', { days: 7 }), orders_28d: count({ days: 28 }) };

function fingerprint(
  features: Readonly<Record<string, WindowAggregate>>,
  rest: Omit<FeatureSetDeclaration, 'views'> = {},
  freshnessHours = 14,
): string {
  const view = featureView({ name: 'orders', source: orders, entity: 'customer_id', freshnessHours, features });
  return fingerprintFeatures(featureSet({ views: [view], ...rest }));
}

test('a fingerprint is sixteen hex digits and the same each time', () => {
  expect(fingerprint(FEATURES)).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint(FEATURES)).toBe(fingerprint({ ...FEATURES }));
});

test('windows, operations, conditions, order, formulas and model columns change it', () => {
  const { items_7d, orders_28d } = FEATURES;
  const variants = [
    fingerprint(FEATURES),
    fingerprint({ items_7d: sum('items', { days: 8 }), orders_28d }),
    fingerprint({ items_7d: count({ days: 7 }), orders_28d }),
    fingerprint({ items_7d: { ...items_7d, where: { column: 'channel', oneOf: ['web'] } }, orders_28d }),
    fingerprint({ orders_28d, items_7d }),
    fingerprint(FEATURES, { derived: { trend: ratio('items_7d', 'orders_28d') } }),
    fingerprint(FEATURES, { derived: { trend: ratio('items_7d', 'orders_28d', { pseudo: 1 }) } }),
    fingerprint(FEATURES, { modelColumns: ['orders_28d', 'items_7d'] }),
    fingerprint(FEATURES, { modelColumns: ['items_7d'] }),
  ];
  expect(new Set(variants).size).toBe(variants.length);
});

test('another source and another clock change it', () => {
  const features = { rows_7d: count({ days: 7 }) };
  const otherClock = { ...orders, clocks: { ...orders.clocks, eventTime: 'available_at' } };
  const variants = [orders, visits, otherClock].map((source) => {
    const view = featureView({ name: 'rows', source, entity: 'customer_id', freshnessHours: 1, features });
    return fingerprintFeatures(featureSet({ views: [view] }));
  });
  expect(new Set(variants).size).toBe(3);
});

test('descriptions and declared freshness do not change it', () => {
  const described = { ...FEATURES, items_7d: sum('items', { days: 7, about: 'items of the last week' }) };
  expect(fingerprint(described)).toBe(fingerprint(FEATURES));
  expect(fingerprint(FEATURES, {}, 99)).toBe(fingerprint(FEATURES));
});
