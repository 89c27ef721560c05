import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contributions, predictMargin, predictProbability, train } from '../src/index.ts';

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
