import { featureColumn } from '@applied-modeling/feature-store';
import { describe, expect, it } from 'vitest';
import { isRouted } from '../../src/incumbent.ts';
import { score } from '../../src/stages/8-score.ts';
import { fits, set } from '../small-run.ts';

describe('score', () => {
  it.each(fits)('routes whatever is expected to take more than the delay costs, by $name', (model) => {
    const batch = score(set, model);
    expect(batch.entityId).toEqual(set.statementId);
    for (const [row, usd] of batch.expectedUsd.entries()) {
      expect(batch.isChosen[row]).toBe(Number(usd > 0));
      expect(batch.reasons[row].length > 0).toBe(usd > 0);
      expect(batch.probability[row]).toBeGreaterThanOrEqual(0);
    }
    expect(batch.isChosen.some((one) => one === 1)).toBe(true);
  });

  it('routes by bytes where no model scores', () => {
    const batch = score(set, null);
    const gigabytes = featureColumn(set, 'log_scan_gb');
    for (const [row, chosen] of batch.isChosen.entries())
      expect(chosen).toBe(Number(isRouted(Math.exp(gigabytes[row]) || 0)));
    expect(batch.probability.every(Number.isNaN)).toBe(true);
  });
});
