import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contributions, matrixAt, predictMargin, predictProbability, train } from '../src/index.ts';

test("the README's example gives what the README says", () => {
  const hours = Float32Array.of(1, 2, NaN, 8, 9, 7);
  const label = Float32Array.of(1, 1, 1, 0, 0, 0);
  const dtrain = { columns: [hours], featureNames: ['hours'], numRow: 6, label };
  const booster = train({ objective: 'binary:logistic', min_child_weight: 0.1 }, dtrain, { numBoostRound: 20 });

  const [one, two, three, ...others] = Array.from(predictProbability(booster, dtrain), (p) => p.toFixed(2));
  expect(new Set([one, two, three]).size).toBe(1);
  expect(new Set(others).size).toBe(1);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`${one} for the first three, ${others[0]} for the others`);

  const { bias, values } = contributions(booster, Float32Array.of(1));
  expect(bias + values[0]).toBeCloseTo(predictMargin(booster, dtrain)[0], 5);
});

test("the README's ranking has the groups it says, and puts what was opened first", () => {
  const shown = { names: ['views'], columns: [Float32Array.of(30, 2, 5, 1, 9)] };
  const rows = Uint32Array.of(0, 1, 2, 3, 4);
  const requests = matrixAt(shown, rows, { label: [1, 0, 0, 0, 1], qid: [7, 7, 7, 8, 8] });
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`// group: ${requests.group?.join(', ')}`);

  const params = { objective: 'rank:ndcg', eval_metric: 'ndcg@5', min_child_weight: 0.1 } as const;
  const options = { numBoostRound: 50, evalSet: requests, earlyStoppingRounds: 10 };
  const [first, second, third, fourth, fifth] = predictMargin(train(params, requests, options), requests);
  expect(Math.min(first - second, first - third, fifth - fourth)).toBeGreaterThan(0);
});
