import { rungOf } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { evaluation } from './small-run.ts';

/** `world/planted.ts`: most that is slow is explained by bytes, workers or the calendar; the rest has a cause. */

it('most raw-duration alerts are explained: at the budget the model is right twice as often as the rule', () => {
  const [model, rule] = (['model', 'incumbent'] as const).map(
    (role) => rungOf(evaluation.paging.policies, role).precision,
  );
  expect(model.estimate).toBeGreaterThan(2 * rule.estimate);
});

it('knows no more than anybody could, but by luck', () => {
  const { estimate, standardError } = rungOf(evaluation.ladder, 'ceiling').modelMinusThis;
  expect(estimate).toBeLessThan(3 * standardError);
});
