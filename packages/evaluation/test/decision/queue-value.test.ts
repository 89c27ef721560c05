import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupQueues, queueValue, queueValueCurve } from '../../src/index.ts';

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
