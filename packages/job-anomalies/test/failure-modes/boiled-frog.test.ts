import { describe, expect, it } from 'vitest';
import { boiledFrog } from '../../src/failure-modes/boiled-frog.ts';
import { gainUsd, mean, rounded, saved, shadow } from './saved.ts';

describe('creep of 1.5 % a week', () => {
  const { careless, correct } = mean.boiledFrog;
  const foundShare = (days: readonly (number | null)[], within = Number.POSITIVE_INFINITY) =>
    days.filter((one) => one !== null && one <= within).length / days.length;

  it('leaves a baseline of the newest runs quiet, which looks like nothing to see', () => {
    expect(careless.offline.ticketsPerMonth).toBeLessThan(0.2 * correct.offline.ticketsPerMonth);
    expect(foundShare(careless.daysToDetect.quiet)).toBeLessThan(0.15);
  });

  it('is found beside a frozen baseline in most quiet jobs, a third of them within six weeks, and in hardly any other', () => {
    const { quiet, ordinary, noisy } = correct.daysToDetect;
    expect(foundShare(quiet)).toBeGreaterThan(0.6);
    expect(foundShare(quiet, 42)).toBeGreaterThan(0.25);
    expect(foundShare([...ordinary, ...noisy])).toBeLessThan(0.4);
    expect(foundShare([...ordinary, ...noisy], 42)).toBeLessThan(0.05);
  });

  it('pays for its tickets on average, though not in every world', () => {
    expect(gainUsd.boiledFrog.low).toBeGreaterThan(0);
    expect(gainUsd.boiledFrog.worldsBetter).toBeLessThan(20);
  });

  it('is what failures.json says, in the code of today', () => {
    expect(rounded(boiledFrog(shadow()))).toEqual(saved.boiledFrog);
  });
});
