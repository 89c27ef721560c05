import { rankScores } from '@applied-modeling/evaluation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEvenChance, fillPlaces, netOfRouting } from '../../src/evaluation/money.ts';
import { expectedUsd, onEitherSide } from '../../src/evaluation/outlook.ts';
import { ACTIONS, blockedUsd, prices, routedUsd } from '../../src/prices.ts';
import { allRows, literalSet } from '../literal-set.ts';

const means = { expensive: 2400, other: 12 };

describe('prices', () => {
  it('charge a query the minutes it fills the pool, and more the busier it is', () => {
    // 1,920 CPU-seconds on 32 cores are one minute; at half load one waits for it, at nine tenths nine do.
    expect(blockedUsd(1920, 0.5)).toBeCloseTo(prices.blockedMinuteUsd, 12);
    expect(blockedUsd(1920, 0.9)).toBeCloseTo(9 * prices.blockedMinuteUsd, 9);
    expect(blockedUsd(1920, 0)).toBe(0);
    expect(blockedUsd(1920, 1)).toBe(blockedUsd(1920, 0.95));
  });

  it('grow with cost and load, and are never negative', () => {
    const [seconds, load] = [fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })];
    fc.assert(
      fc.property(seconds, seconds, load, load, (a, b, u, v) => {
        expect(blockedUsd(Math.max(a, b), Math.max(u, v))).toBeGreaterThanOrEqual(
          blockedUsd(Math.min(a, b), Math.min(u, v)),
        );
        expect(blockedUsd(a, u)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the threshold', () => {
  it('is where routing costs what it saves', () => {
    for (const load of [0.3, 0.6, 0.9]) {
      const chance = breakEvenChance(load, means);
      expect(expectedUsd({ chance, cpuSeconds: means }, load)).toBeCloseTo(routedUsd(), 9);
    }
  });

  it('falls as the pool fills: what may stay in an idle pool has to leave a busy one', () => {
    const loads = Array.from({ length: 18 }, (_, at) => 0.1 + at / 20);
    const chances = loads.map((load) => breakEvenChance(load, means));
    for (const [at, chance] of chances.slice(1).entries()) expect(chance).toBeLessThanOrEqual(chances[at]);
    expect(breakEvenChance(0.3, means)).toBeGreaterThan(3 * breakEvenChance(0.9, means));
  });

  it('is beyond any chance for an action that costs more than it can save', () => {
    expect(breakEvenChance(0.1, means, ACTIONS['off-peak'])).toBeGreaterThan(1);
  });
});

describe('onEitherSide', () => {
  it('keeps a forecast on the side it is on, and the limit on the other', () => {
    expect(onEitherSide(5000)).toEqual({ expensive: 5000, other: 600 });
    expect(onEitherSide(40)).toEqual({ expensive: 600, other: 40 });
  });
});

describe('netOfRouting', () => {
  const set = literalSet([
    { cpuSeconds: 3840, utilisation: 0.5 },
    { cpuSeconds: 10, utilisation: 0.5 },
    { cpuSeconds: 3840, utilisation: 0.02 },
  ]);

  const net = (...chances: readonly number[]) =>
    netOfRouting(set, allRows(set), (at) => ({ chance: chances[at], cpuSeconds: means }));

  it('earns two minutes less a delay for the one that is worth it, and loses the delay for a cheap one', () => {
    const sure = net(1, 0, 0);
    expect(sure).toBeCloseTo(2 * prices.blockedMinuteUsd - routedUsd(), 9);
    const wrong = net(0, 1, 0);
    expect(wrong).toBeLessThan(0);
    expect(net(0, 0, 0)).toBe(0);
  });

  it('does not route a sure thing out of an idle pool', () => {
    expect(net(0, 0, 1)).toBe(0);
  });
});

describe('fillPlaces', () => {
  it('gives the places of each day to the largest gains, and leaves one empty where nothing more pays', () => {
    // Nine places a thousand queries are one on a day of four, and two on a day of 112.
    const days = Int32Array.from([...Array(4).fill(0), ...Array(112).fill(1), ...Array(3).fill(2)]);
    const gain = new Float64Array(days.length);
    gain.set([2, 9, 1, 7]);
    gain.set([5, 8, 6], 4);
    gain.set([0.6, 0.1, 0.2], 116);
    expect([...fillPlaces(rankScores(gain), days, 0.6)].toSorted((a, b) => a - b)).toEqual([1, 5, 6]);
    expect([...fillPlaces(rankScores(gain), days, 8)]).toEqual([1]);
  });
});
