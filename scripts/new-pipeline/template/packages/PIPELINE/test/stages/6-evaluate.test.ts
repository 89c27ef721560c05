import { rungOf } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { evaluation, model, set } from '../small-run.ts';

it('holds the model better than every simpler rung, by more than noise', () => {
  for (const role of ['floor', 'incumbent', 'simple'] as const)
    expect(rungOf(evaluation.ladder, role).modelMinusThis.low).toBeGreaterThan(0);
});

it('earns more by services worth their price than the rule', () => {
  expect(evaluation.money.model.netUsd).toBeGreaterThan(evaluation.money.rule.netUsd);
});

it('knows no ceiling where there is no truth', async () => {
  const { gapClosed, planted } = await evaluate(set, model, { truthDir: null, seed: 7 });
  expect({ gapClosed, planted }).toEqual({ gapClosed: null, planted: null });
});
