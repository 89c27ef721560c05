import { rungOf } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { audit } from '../../src/evaluation/audit.ts';
import { evaluation, folds, set } from '../small-run.ts';

it('finds nothing to refuse in an honest run', () => {
  const found = audit({ set, folds, evaluation });
  expect([found.passed, found.findings.filter(({ severity }) => severity === 'refused')]).toEqual([true, []]);
});

it('refuses a model that is better than who knows what every candidate is worth', () => {
  const oracle = rungOf(evaluation.ladder, 'oracle');
  const above = { ...oracle, modelMinusThis: { ...oracle.modelMinusThis, estimate: 0.1, standardError: 0.01 } };
  const ladder = evaluation.ladder.map((rung) => (rung === oracle ? above : rung));
  expect(audit({ set, folds, evaluation: { ladder } }).passed).toBe(false);
});
