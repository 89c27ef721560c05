import { describe, expect, it } from 'vitest';
import { judgeMonth } from '../../src/world/judge-month.ts';
import { oddAndDear } from '../../src/world/odd-and-dear.ts';
import { replay } from '../../src/world/replay.ts';
import { gainUsd, mean, rounded, saved } from './saved.ts';

describe('z > 3.5 on everything', () => {
  const { careless, correct } = mean.baseRateBlindness;

  it('promises fewer pages and more dollars than the budget brings, and pages six times as often for runs that are not worth it', () => {
    expect(careless.offline.pagesPerDay).toBeLessThan(correct.live.pagesPerDay);
    expect(careless.offline.netUsd).toBeGreaterThan(correct.live.netUsd);
    expect(careless.live.pagesPerDay).toBeGreaterThan(5 * careless.offline.pagesPerDay);
    expect(careless.live.uselessShare).toBeGreaterThan(0.8);
  });

  it('is worth less live than the same rule with a budget, in every world', () => {
    expect(gainUsd.baseRateBlindness.low).toBeGreaterThan(0);
    expect(gainUsd.baseRateBlindness.worldsBetter).toBe(20);
  });

  it('pages as failures.json says, in the code of today', () => {
    const { live } = saved.baseRateBlindness.careless;
    const { pagesPerDay, uselessShare, recall } = judgeMonth(
      replay(1, (past) => oddAndDear(past, 0)),
      0,
    );
    expect(rounded({ ...live, pagesPerDay, uselessShare, recall })).toEqual(live);
  });
});
