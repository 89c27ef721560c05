import { randomStream } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { contactDesign } from '../../src/incumbent.ts';
import { drawHoldout } from '../../src/world/holdout.ts';

describe('the holdout', () => {
  test('is a fifth of all accounts, to four standard errors, and the same for the same draws', () => {
    const random = randomStream(7, 'a holdout');
    const draw = () => drawHoldout(20_000, (entity) => random.uniform(entity, 0));
    const share = draw().reduce((sum, isIn) => sum + isIn, 0) / 20_000;
    expect(Math.abs(share - contactDesign.holdoutShare)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 20_000));
    expect(draw()).toEqual(draw());
  });
});
