import { expect, it } from 'vitest';
import { isServiced } from '../../src/incumbent.ts';
import { candidates } from '../../src/label.ts';
import { evaluateSettings } from '../../src/settings.ts';
import { features } from '../../src/stages/2-features.ts';
import { score } from '../../src/stages/8-score.ts';
import { ingested, model } from '../small-run.ts';

const rows = await features(ingested, candidates(ingested, [ingested.calendar.historySteps]));

it('decides about each machine once, and gives slots to those a service is worth most for, with reasons', () => {
  const { entityId, isChosen, expectedUsd, reasons } = score(rows, model);
  expect(new Set(entityId).size).toBe(rows.rowCount);
  const chosen = [...isChosen.keys()].filter((row) => isChosen[row] === 1);
  expect(chosen.length).toBeGreaterThan(0);
  expect(chosen.length).toBeLessThanOrEqual(evaluateSettings.slots);
  for (const row of chosen) {
    expect(expectedUsd[row]).toBeGreaterThan(0);
    expect(reasons[row].length).toBeGreaterThan(0);
  }
});

it('services what the rule lists where no model scores', () => {
  const { score: errors, isChosen } = score(rows, null);
  for (const [row, one] of isChosen.entries()) expect(one).toBe(Number(isServiced(errors[row])));
});
