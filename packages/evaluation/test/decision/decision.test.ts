import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doNothing, groupQueues, queueValue, queueValueCurve, sensitivitySweep } from '../../src/index.ts';

const value = [900, 100, 2000, -50];
const order = [2, 0, 1, 3];

const economics = fc.record({
  value: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 6 }),
  cost: fc.nat(1000),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
  capacity: fc.nat(8),
});

describe('the value of a queue', () => {
  test('is what the served rows gain less what serving them costs', () => {
    expect(queueValue({ order, value, cost: 600, capacity: 2 })).toEqual({
      acted: 2,
      value: 2900,
      cost: 1200,
      net: 1700,
    });
    expect(queueValue({ order, value, cost: [1, 2, 3, 4], capacity: 9 })).toMatchObject({ acted: 4, cost: 10 });
  });

  test('of a policy that never acts is 0: it earns nothing and cannot win by it', () => {
    fc.assert(
      fc.property(economics, (any) => {
        expect(queueValue({ ...any, capacity: 0 })).toEqual({ acted: 0, value: 0, cost: 0, net: 0 });
      }),
    );
  });

  test('never rises with the cost, never falls with the gain, and falls by the cost of every act', () => {
    fc.assert(
      fc.property(economics, fc.nat(500), (any, more) => {
        const { net, acted } = queueValue(any);
        expect(queueValue({ ...any, cost: any.cost + more }).net).toBe(net - more * acted);
        const richer = any.value.map((gain) => gain + more);
        expect(queueValue({ ...any, value: richer }).net).toBe(net + more * acted);
      }),
    );
  });

  test('no order beats serving by gain, at any capacity', () => {
    fc.assert(
      fc.property(economics, (any) => {
        const byGain = any.order.toSorted((a, b) => any.value[b] - any.value[a]);
        expect(queueValue({ ...any, order: byGain }).net).toBeGreaterThanOrEqual(queueValue(any).net);
      }),
    );
  });
});

describe('money by queue length', () => {
  test('sums the queues of all groups, each served to the same length', () => {
    const queues = groupQueues([0.9, 0.2, 0.8, 0.7], [8, 7, 7, 8]);
    expect(queues.map((queue) => [...queue])).toEqual([
      [2, 1],
      [0, 3],
    ]);
    const curve = queueValueCurve({ queues, value, cost: 600, capacities: [0, 1, 2] });
    expect(curve.map(({ acted, net }) => [acted, net])).toEqual([
      [0, 0],
      [2, 2900 - 1200],
      [4, 2950 - 2400],
    ]);
  });
});

describe('sensitivity sweep', () => {
  const policies = {
    'do nothing': doNothing,
    'short queue': (prices: { save: number; contact: number }) => 10 * prices.save - 10 * prices.contact,
    'long queue': (prices: { save: number; contact: number }) => 18 * prices.save - 30 * prices.contact,
  };

  test('says where the decision flips, to the break-even', () => {
    const { rows, flips } = sensitivitySweep({ prices: { save: 1000, contact: 600 }, policies });
    expect(rows).toHaveLength(2 * 5);
    expect(rows[2]).toEqual({
      price: 'save',
      multiplier: 1,
      net: { 'do nothing': 0, 'short queue': 4000, 'long queue': 0 },
      best: 'short queue',
    });
    const found = flips.map(({ price, from, to, multiplier }) => [price, from, to, multiplier]);
    // short − nothing = 10 s − 10 c; long − short = 8 s − 20 c
    expect(found).toEqual([
      ['save', 'do nothing', 'short queue', expect.closeTo(0.6, 5)],
      ['save', 'short queue', 'long queue', expect.closeTo(1.5, 5)],
      ['contact', 'long queue', 'short queue', expect.closeTo(1000 / 1500, 5)],
      ['contact', 'short queue', 'do nothing', expect.closeTo(1000 / 600, 5)],
    ]);
  });

  test('reports no flip when the decision holds over the whole range', () => {
    const { flips } = sensitivitySweep({ prices: { save: 1000 }, policies: { act: ({ save }) => save, doNothing } });
    expect(flips).toEqual([]);
  });

  test('the best policy never earns less than doing nothing when that is listed', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (save, contact) => {
        for (const { net, best } of sensitivitySweep({ prices: { save, contact }, policies }).rows) {
          expect(net[best]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('equal policies leave the one listed first', () => {
    const { rows } = sensitivitySweep({ prices: { any: 1 }, policies: { first: doNothing, second: doNothing } });
    expect(rows.every(({ best }) => best === 'first')).toBe(true);
  });
});
