import { rungOf } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { evaluation } from './small-run.ts';

/** `world/planted.ts`: what was used for the task at hand helps again; where the task is new, what reads its tables does. */

const of = (name: string) => evaluation.ladder.find((rung) => rung.name === name)!;

it('most recently used wins where the task repeats, tables in common where it is new', () => {
  const [used, tables] = [of('most recently used'), of('tables in common')];
  expect(used.repeat!.ndcg.low).toBeGreaterThan(tables.repeat!.ndcg.high);
  expect(tables.newTask!.ndcg.low).toBeGreaterThan(used.newTask!.ndcg.high);
});

it('trees know which it is: on new tasks they beat tables in common, and on repeats what was used last, at once', () => {
  const [used, tables, trees] = [of('most recently used'), of('tables in common'), of('gbm')];
  expect(trees.newTask!.ndcg.estimate).toBeGreaterThan(tables.newTask!.ndcg.estimate);
  expect(trees.repeat!.ndcg.estimate).toBeGreaterThan(used.repeat!.ndcg.low);
});

it('nobody is better than who knows what each is worth', () => {
  const oracle = rungOf(evaluation.ladder, 'oracle');
  for (const { name, ndcg } of evaluation.ladder) expect(ndcg.estimate, name).toBeLessThanOrEqual(oracle.ndcg.estimate);
});

it('retrieval finds nearly all that the best five are worth, and offers nothing that may not be opened', () => {
  expect(evaluation.retrieval.all).toBeGreaterThan(0.85);
  expect(evaluation.violations).toBe(0);
});
