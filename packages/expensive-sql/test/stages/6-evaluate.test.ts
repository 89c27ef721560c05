import { rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { evaluateSettings } from '../../src/settings.ts';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { evaluation, fits, folds, set } from '../small-run.ts';

const earned = [evaluation.money.placed, evaluation.money.free];

it('holds the model better than the rule in force, by more than noise, in order and in dollars', () => {
  expect(rungOf(evaluation.ladder, 'incumbent').modelMinusThis.low).toBeGreaterThan(0);
  for (const { rungs } of earned) expect(rungOf(rungs, 'incumbent').modelMinusThis.estimate).toBeGreaterThan(0);
});

it('judges every query of the test days once: templates of training and new ones are all of them', () => {
  const of = (name: string) => evaluation.slices.find((slice) => slice.name === name)!;
  expect(of('template of the training days').queries + of('new template').queries).toBe(evaluation.queries);
  expect(of('template of the training days').expensive + of('new template').expensive).toBe(evaluation.expensive);
  expect(evaluation.statisticsAge.reduce((sum, { queries }) => sum + queries, 0)).toBe(evaluation.queries);
});

it('moves its threshold with the pool, which no fixed one beats', () => {
  const together = evaluation.money.thresholds.map(({ net }) => net.reduce((sum, one) => sum + one, 0));
  expect(Math.max(...together)).toBe(together.at(-1));
  const chances = evaluation.money.breakEven.map(({ chance }) => chance);
  expect(chances).toEqual(chances.toSorted((a, b) => b - a));
});

it('lets nobody earn more than who knows the cost', () => {
  for (const { rungs } of earned) {
    const oracle = rungOf(rungs, 'oracle').net.estimate;
    for (const { name, net } of rungs) expect(net.estimate, name).toBeLessThanOrEqual(oracle);
  }
});

it('sends nobody more queries than there are places, and no more than pay', () => {
  const [placed, free] = earned.map(({ rungs }) => rungs);
  // Of each of thirteen days, rounded up.
  const most = (evaluateSettings.slotsPerThousandQueries * evaluation.queries) / 1000 + 13;
  for (const [at, { name, served }] of placed.entries())
    expect(served, name).toBeLessThanOrEqual(Math.min(most, free[at].served));
  expect(rungOf(placed, 'model').served).toBeLessThan(rungOf(free, 'model').served);
});

it('knows the past of a new template and nothing of a cold one', () => {
  const { coldTemplates: cold, newTemplates } = evaluation;
  expect(cold.queries).toBeGreaterThan(0);
  expect(cold.queries).toBeLessThan(newTemplates.queries);
  const runs = featureColumn(set, 'template_runs_7d');
  const hours = featureColumn(set, 'hours_since_template');
  const nothing = Array.from(folds.final.test).filter((row) => Number.isNaN(hours[row]));
  expect(cold.queries).toBe(nothing.length);
  expect(nothing.some((row) => runs[row] > 0)).toBe(false);
});

it('knows no ceiling where there is no truth', async () => {
  const { gapClosed, slices, money } = await evaluate(set, fits, { truthDir: null, seed: 7 });
  expect(gapClosed).toBeNull();
  expect(slices.map(({ name }) => name)).not.toContain('sensitive template');
  expect(money.placed.rungs.map(({ role }) => role)).not.toContain('ceiling');
});
