import { describe, expect, it } from 'vitest';
import { sweepContactPrice } from '../../src/evaluation/queue-money.ts';
import { prices } from '../../src/prices.ts';

const queue = (name: string, role: 'model' | 'oracle', contacts: number, valueUsd: number) => ({
  name,
  role,
  precision: 0.5,
  contacts,
  valueUsd,
  costUsd: contacts * prices.contactUsd,
  net: { estimate: valueUsd - contacts * prices.contactUsd, low: 0, high: 0, standardError: 0 },
});

describe('sweep of the price of a contact', () => {
  // 100 contacts that keep 2.5 times their price are worth making up to ×2.5, and nothing is beyond.
  const money = [
    queue('model', 'model', 100, 250 * prices.contactUsd),
    queue('truth', 'oracle', 100, 900 * prices.contactUsd),
  ];

  it('says where doing nothing becomes the better decision', () => {
    const { best, flips } = sweepContactPrice(money.slice(0, 1));
    expect(best).toEqual(['model', 'model', 'model', 'model', 'do nothing']);
    expect(flips).toHaveLength(1);
    expect(flips[0].label).toBe('model → do nothing');
    expect(flips[0].multiplier).toBeCloseTo(2.5, 4);
  });

  it('draws a queue that nobody could serve, and lets it win nothing', () => {
    const { best, policies } = sweepContactPrice(money);
    expect(best).toEqual(sweepContactPrice(money.slice(0, 1)).best);
    expect(policies.map(({ name }) => name)).toEqual(['model', 'truth']);
  });
});
