import { rungOf } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { readTruth } from '../../src/evaluation/truth.ts';
import { evaluate } from '../../src/stages/6-evaluate.ts';
import { evaluation, fits, ingested, set } from '../small-run.ts';

const of = (name: string) => evaluation.ladder.find((rung) => rung.name === name)!;

it('lets nobody order better than who knows what each is worth, and him no better than retrieval allows', () => {
  const oracle = rungOf(evaluation.ladder, 'oracle');
  for (const { name, ndcg } of evaluation.ladder) expect(ndcg.estimate, name).toBeLessThanOrEqual(oracle.ndcg.estimate);
  expect(oracle.ndcg.estimate).toBeLessThan(1);
  expect(evaluation.retrieval.all).toBeGreaterThan(0.85);
});

it('finds what was used last best on repeats, and tables in common best on new tasks, of the two', () => {
  const [last, tables] = [of('most recently used'), of('tables in common')];
  expect(last.repeat!.ndcg.estimate).toBeGreaterThan(tables.repeat!.ndcg.estimate + 0.2);
  expect(tables.newTask!.ndcg.estimate).toBeGreaterThan(last.newTask!.ndcg.estimate + 0.1);
});

it('judges every page of the test days once', () => {
  const pagesOf = (name: string) => evaluation.slices.find((slice) => slice.name === name)!.pages;
  expect(pagesOf('repeated task') + pagesOf('new task')).toBe(evaluation.pages);
  expect(pagesOf('all')).toBe(evaluation.pages);
});

it('cannot tell from so small a log what another policy is worth, and knows it of the logged one', () => {
  const [rule, model] = evaluation.offPolicy!;
  expect(model.verdict.kind).toBe('cannot tell');
  expect(rule.inversePropensity.low).toBeLessThan(rule.onPolicy!);
  expect(rule.inversePropensity.high).toBeGreaterThan(rule.onPolicy!);
});

it('knows no task, no success and no money where there is no truth', async () => {
  const own = await evaluate(set, fits, { truthDir: null, seed: 7 });
  expect([own.judgedBy, own.gapClosed, own.newTaskShare, own.money]).toEqual(['opens', null, null, null]);
  expect(own.ladder.map(({ role }) => role)).not.toContain('oracle');
  expect(rungOf(own.ladder, 'model').ndcg.estimate).toBeGreaterThan(0.3);
});

it('says which slate the truth does not know', async () => {
  const asked = { requests: { slateId: ['nowhere'] } };
  await expect(readTruth(ingested.truthDir, asked, Int32Array.of(0))).rejects.toThrow('no record of slate nowhere');
});
