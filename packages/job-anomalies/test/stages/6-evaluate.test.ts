import { rungOf } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { budgetSettings } from '../../src/settings.ts';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { evaluation, model, set } from '../small-run.ts';

it('holds the model better than every rule, by more than noise', () => {
  for (const role of ['floor', 'incumbent'] as const)
    expect(rungOf(evaluation.ladder, role).modelMinusThis.low).toBeGreaterThan(0);
});

it('gives everybody the same budget, and nobody more', () => {
  const budget = Math.round((budgetSettings.pagesPerThousandJobsDay * SIZES.small * 21) / 1000);
  for (const { served } of evaluation.paging.policies) {
    expect(served).toBeLessThanOrEqual(budget);
    expect(served).toBeGreaterThan(0.9 * budget);
  }
});

it('gives everybody one page in the window where jobs are few', async () => {
  const few = { ...set, jobId: set.jobId.map((id) => `one of five: ${Number(id.slice(4)) % 5}`) };
  const { paging } = await evaluate(few, model, { truthDir: null, seed: 7 });
  expect(paging.perDay).toBeCloseTo(1 / 21, 12);
  for (const { served } of paging.policies) expect(served).toBeLessThanOrEqual(1);
});

it('agrees with the truth on what was page-worthy, as far as hindsight can', () => {
  expect(evaluation.hindsight?.precision).toBeGreaterThan(0.9);
  expect(evaluation.hindsight?.recall).toBeGreaterThan(0.8);
});

it('knows no ceiling where there is no truth', async () => {
  const { gapClosed, hindsight } = await evaluate(set, model, { truthDir: null, seed: 7 });
  expect({ gapClosed, hindsight }).toEqual({ gapClosed: null, hindsight: null });
});
