import { rungOf } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { evaluation, fits, set } from '../small-run.ts';

it('holds the model better than the rule in force, by more than noise, in order and in dollars', () => {
  expect(rungOf(evaluation.ladder, 'incumbent').modelMinusThis.low).toBeGreaterThan(0);
  expect(rungOf(evaluation.money.priced, 'incumbent').modelMinusThis.estimate).toBeGreaterThan(0);
});

it('judges every query of the test days once: seen and unseen templates are all of them', () => {
  const of = (name: string) => evaluation.slices.find((slice) => slice.name === name)!;
  expect(of('seen template').queries + of('unseen template').queries).toBe(evaluation.queries);
  expect(of('seen template').expensive + of('unseen template').expensive).toBe(evaluation.expensive);
  expect(evaluation.statisticsAge.reduce((sum, { queries }) => sum + queries, 0)).toBe(evaluation.queries);
});

it('moves its threshold with the pool, which no fixed one beats', () => {
  const together = evaluation.money.thresholds.map(({ net }) => net.reduce((sum, one) => sum + one, 0));
  expect(Math.max(...together)).toBe(together.at(-1));
  const chances = evaluation.money.breakEven.map(({ chance }) => chance);
  expect(chances).toEqual(chances.toSorted((a, b) => b - a));
});

it('lets nobody earn more than who knows the cost', () => {
  const oracle = rungOf(evaluation.money.priced, 'oracle').net.estimate;
  for (const { name, net } of evaluation.money.priced) expect(net.estimate, name).toBeLessThanOrEqual(oracle);
});

it('knows no ceiling where there is no truth', async () => {
  const { gapClosed, slices, money } = await evaluate(set, fits, { truthDir: null, seed: 7 });
  expect(gapClosed).toBeNull();
  expect(slices.map(({ name }) => name)).not.toContain('sensitive template');
  expect(money.priced.map(({ role }) => role)).not.toContain('ceiling');
});
