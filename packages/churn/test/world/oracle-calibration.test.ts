import { readFileSync } from 'node:fs';
import { binProbabilities } from '@applied-modeling/evaluation';
import { beforeAll, describe, expect, test } from 'vitest';
import { labelContract } from '../../src/label.ts';
import { type CollapseLabel, createLabelChance } from '../../src/world/collapse-chance.ts';
import type { Population } from '../../src/world/population.ts';
import { type Outcome, outcomesAsBilled, outcomesByLabel } from '../reference/outcomes-as-billed.ts';
import { whole } from './card-figures.ts';

/**
 * Decisions are at least a label apart, so that the errors label − forecast are a martingale difference: uncorrelated though
 * the accounts recur, which is what makes the standard errors below right.
 */
const DECISION_WEEKS = [20, 40, 60, 80];
const ENTITIES = 15_000;
const cardFile = new URL('../../../../datasets/churn/card.md', import.meta.url);

/** Other labels somebody may want: the ceiling must be as right for them, on fewer accounts. */
describe('the observable oracle of a label with', () => {
  const labels: Readonly<Record<string, CollapseLabel>> = {
    'a month of lead': { ...labelContract, leadDays: 30 },
    '61 days of lead': { ...labelContract, leadDays: 61 },
    'two weeks of window': { ...labelContract, windowDays: 14 },
    'half of the baseline': { ...labelContract, collapseRatio: 0.5 },
  };
  const names = Object.keys(labels);
  let byLabel: ReturnType<typeof outcomesByLabel>['outcomes'];
  beforeAll(() => {
    byLabel = outcomesByLabel(2, 4_000, [24, 48], Object.values(labels)).outcomes;
  });

  test.each(names)('%s is right on average and among the riskiest tenth, to four standard errors', (name) => {
    const outcomes = byLabel[names.indexOf(name)];
    const riskiest = outcomes.toSorted((a, b) => b.p0Observable - a.p0Observable).slice(0, outcomes.length / 10);
    for (const group of [outcomes, riskiest]) {
      const standardError = Math.sqrt(mean(group.map(variance)) / group.length);
      expect(Math.abs(mean(group.map(error)))).toBeLessThan(4 * standardError);
    }
  });
});

describe('the observable oracle, held to 15 000 simulated accounts that nobody contacts', () => {
  let people: Population;
  let outcomes: readonly Outcome[];
  beforeAll(() => {
    ({ people, outcomes } = outcomesAsBilled(1, ENTITIES, DECISION_WEEKS));
  });

  test('is right on average: forecasts and outcomes have the same mean, to four standard errors', () => {
    expect(outcomes.length).toBeGreaterThan(30_000);
    const standardError = Math.sqrt(mean(outcomes.map(variance)) / outcomes.length);
    expect(Math.abs(mean(outcomes.map(error)))).toBeLessThan(4 * standardError);
  });

  test('has a calibration error no larger than sampling alone explains, and the one its card tells', () => {
    const labels = outcomes.map(({ label }) => label);
    const forecasts = outcomes.map(({ p0Observable }) => p0Observable);
    const { bins, binOf } = binProbabilities(labels, forecasts, { kind: 'equal-mass', bins: 10 });
    const errors = bins.map((bin) => Math.abs(bin.observedRate - bin.meanPredicted));
    const standardErrors = bins.map(({ rows }, index) => {
      const inBin = outcomes.filter((_, row) => binOf[row] === index);
      return Math.sqrt(mean(inBin.map(variance)) / rows);
    });
    // |error| of a calibrated bin is half-normal: mean √(2/π) se, variance (1 − 2/π) se².
    const expected = mean(standardErrors.map((se) => Math.sqrt(2 / Math.PI) * se));
    const spread = Math.sqrt(mean(standardErrors.map((se) => (1 - 2 / Math.PI) * se ** 2)) / bins.length);
    expect(mean(errors)).toBeLessThan(expected + 4 * spread);
    expect(readFileSync(cardFile, 'utf8').replaceAll(/\s+/g, ' ')).toContain(
      `on ${whole(outcomes.length)} simulated outcomes its expected calibration error is ${mean(errors).toFixed(4)}, ` +
        `where sampling alone makes ${expected.toFixed(4)}.`,
    );
    const chiSquare = bins.reduce((sum, _, index) => sum + (errors[index] / standardErrors[index]) ** 2, 0);
    expect(chiSquare).toBeLessThan(10 + 4 * Math.sqrt(20));
  });

  const labelChance = createLabelChance(labelContract);

  test('knows how often a collapse in week 9, 10 or 11 still empties the window, workday accounts and others apart', () => {
    for (const workdaysOnly of [0, 1]) {
      for (const week of [9, 10, 11]) {
        const rows = outcomes.filter(
          ({ entity, weeksToCollapse }) => weeksToCollapse === week && people.workdaysOnly[entity] === workdaysOnly,
        );
        const chances = rows.map(({ baselineRatio }) => labelChance(week, baselineRatio, workdaysOnly === 1));
        const found = mean(rows.map(({ label }) => label));
        const standardError = Math.sqrt(mean(chances.map((p) => p * (1 - p))) / rows.length);
        // The approximation ignores the day of the second SKU and the calendar inside the window: half a percent each.
        expect(Math.abs(found - mean(chances)), `week ${week}`).toBeLessThan(4 * standardError + 0.01);
      }
    }
  });
});

const error = ({ label, p0Observable }: Outcome) => label - p0Observable;
const variance = ({ p0Observable: p }: Outcome) => p * (1 - p);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
