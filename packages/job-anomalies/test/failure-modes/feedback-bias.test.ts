import { describe, expect, it } from 'vitest';
import { feedbackBias } from '../../src/failure-modes/feedback-bias.ts';
import { gainUsd, mean, rounded, saved, shadow } from './saved.ts';

describe('learning from the runs that paged', () => {
  const { careless, correct } = mean.feedbackBias;

  it('is splendid on reviewed pages and poor on all runs', () => {
    expect(careless.offline.averagePrecision).toBeGreaterThan(correct.offline.averagePrecision + 0.3);
    expect(careless.live.averagePrecision).toBeLessThan(0.5 * careless.offline.averagePrecision);
  });

  it('finds less within the budget than learning from runs drawn by lot as well', () => {
    expect(careless.live.averagePrecision).toBeLessThan(correct.live.averagePrecision - 0.05);
    expect(careless.live.recall).toBeLessThan(correct.live.recall);
    expect(careless.live.uselessShare).toBeGreaterThan(correct.live.uselessShare);
    expect(gainUsd.feedbackBias.low).toBeGreaterThan(0);
  });

  it('is what failures.json says, in the code of today', () => {
    expect(rounded(feedbackBias(1, shadow()))).toEqual(saved.feedbackBias);
  });
});
