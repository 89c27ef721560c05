import { rungOf } from '@applied-modeling/evaluation';
import { gainImportance } from '@applied-modeling/gbm';
import { expect, it } from 'vitest';
import { evaluation, trained } from './small-run.ts';

/** `world/planted.ts`: a worn machine fails at half load, and no other does. */

it('is recovered: only the worn at half load are in danger', () => {
  const { wornAtHalf, wornElse, soundAtHalf, soundElse } = evaluation.planted!;
  expect(wornAtHalf).toBeGreaterThan(2 * Math.max(wornElse, soundAtHalf, soundElse));
});

it('is found in errors and load', () => {
  const best = gainImportance(trained.booster).map(({ feature }) => feature.split('_')[0]);
  expect(best.slice(0, 4)).toEqual(expect.arrayContaining(['errors', 'load']));
});

it('closes most of the way to what anybody could know, and no more but by luck', () => {
  expect(evaluation.gapClosed).toBeGreaterThan(0.6);
  const { estimate, standardError } = rungOf(evaluation.ladder, 'ceiling').modelMinusThis;
  expect(estimate).toBeLessThan(3 * standardError);
});
