import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doNothing, sensitivitySweep } from '../../src/index.ts';

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
