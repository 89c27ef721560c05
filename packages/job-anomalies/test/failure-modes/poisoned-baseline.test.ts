import { describe, expect, it } from 'vitest';
import { gainUsd, mean } from './saved.ts';

describe('an incident week in the baseline', () => {
  const { careless, correct } = mean.poisonedBaseline;

  it('does not show in a quiet backtest, where mean and deviation page less and are right as often', () => {
    expect(careless.offline.pagesPerDay).toBeLessThan(correct.offline.pagesPerDay);
    expect(Math.abs(careless.offline.uselessShare - correct.offline.uselessShare)).toBeLessThan(0.03);
  });

  it('halves what they find in the month after it; median and quartiles stand', () => {
    expect(careless.live.recall).toBeLessThan(0.6 * careless.offline.recall);
    expect(correct.live.recall).toBeGreaterThan(0.85 * correct.offline.recall);
  });

  it('costs dollars, beyond what worlds differ by', () => {
    expect(gainUsd.poisonedBaseline.low).toBeGreaterThan(0);
  });
});
