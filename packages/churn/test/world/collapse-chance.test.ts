import { randomStream } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { labelContract } from '../../src/label.ts';
import {
  type CollapseLabel,
  createCollapseChance,
  createLabelChance,
  isComputable,
} from '../../src/world/collapse-chance.ts';
import { BELIEF_WIDTH, chain, stepsOf } from '../../src/world/dynamics.ts';
import { COLLAPSED, PERSUASIONS, STATES } from '../../src/world/planted.ts';
import { drawPopulation, type Population } from '../../src/world/population.ts';
import { recurseCollapseChance } from '../reference/recurse-collapse-chance.ts';

const NEVER_CONTACTED = -1000;
const PATHS = 20_000;

describe('the chance of a collapse', () => {
  const people = drawPopulation(9, 200, 156);
  const chances = createCollapseChance(people);
  const newcomer = people.signupWeek.findIndex((week) => week >= 40 && week < 60);
  const oldHand = people.signupWeek.findIndex((week) => week < -100);

  const fill = (out: Float64Array, entity: number, lastContact: number, ratio = 1) =>
    chances.fill(out, chances.hits(entity, ratio), entity, 70, lastContact);

  test('equals the share of simulated paths that end in one, to four standard errors', () => {
    const chance = new Float64Array(BELIEF_WIDTH);
    for (const entity of [newcomer, oldHand]) {
      for (const lastContact of [NEVER_CONTACTED, 66, 70]) {
        fill(chance, entity, lastContact, 0.95);
        for (let cell = 0; cell < BELIEF_WIDTH; cell++) {
          const { mean, standardError } = simulatePaths(people, entity, 70, cell, lastContact);
          const distance = Math.abs(mean - chance[cell]);
          expect(distance, `entity ${entity}, contact ${lastContact}, cell ${cell}`).toBeLessThan(
            4 * standardError + 1e-4,
          );
        }
      }
    }
  });

  test.each<[string, CollapseLabel]>([
    ['the label', labelContract],
    [
      'a label of another lead, window and ratio',
      { ...labelContract, leadDays: 33, windowDays: 14, collapseRatio: 0.4 },
    ],
  ])('equals one recursion an account, whatever was asked before, for %s', (_, label) => {
    const chances = createCollapseChance(people, label);
    const remembered = new Float64Array(BELIEF_WIDTH);
    const recursed = new Float64Array(BELIEF_WIDTH);
    const random = randomStream(4, 'questions');
    let worst = 0;
    for (let question = 0; question < 500; question++) {
      const entity = Math.floor(random.uniform(question, 0) * people.entities);
      const week = Math.max(4, people.signupWeek[entity] + 4) + Math.floor(random.uniform(question, 1) * 120);
      const baselineRatio = 0.6 + 1.4 * random.uniform(question, 2);
      const lastContact = week - Math.floor(random.uniform(question, 3) * 20);
      const hits = chances.hits(entity, baselineRatio);
      chances.fill(remembered, hits, entity, week, lastContact);
      recurseCollapseChance(recursed, people, entity, week, { baselineRatio, lastContact, label });
      for (const [cell, value] of recursed.entries()) {
        const single = chances.at(cell, hits, entity, week, lastContact);
        worst = Math.max(worst, Math.abs(remembered[cell] - value), Math.abs(single - value));
      }
    }
    expect(worst).toBeLessThan(1e-12);
  });

  test('is certain for an account that has collapsed already', () => {
    const chance = new Float64Array(BELIEF_WIDTH);
    fill(chance, oldHand, NEVER_CONTACTED);
    for (const kind of PERSUASIONS.keys()) expect(chance[kind * STATES.length + COLLAPSED]).toBe(1);
  });

  test('grows from healthy to fading to leaving, whoever the customer is', () => {
    const chance = new Float64Array(BELIEF_WIDTH);
    fill(chance, newcomer, NEVER_CONTACTED);
    for (const kind of PERSUASIONS.keys()) {
      const [healthy, , fading, leaving] = chance.subarray(kind * STATES.length);
      expect(healthy).toBeLessThan(fading);
      expect(fading).toBeLessThan(leaving);
    }
  });

  test('falls when a persuadable customer is contacted, rises for a sleeping dog, and stays for a lost cause that fades', () => {
    const [untouched, contacted] = [new Float64Array(BELIEF_WIDTH), new Float64Array(BELIEF_WIDTH)];
    fill(untouched, newcomer, NEVER_CONTACTED);
    fill(contacted, newcomer, 70);
    const effect = (kind: (typeof PERSUASIONS)[number], state: (typeof STATES)[number]) => {
      const cell = PERSUASIONS.indexOf(kind) * STATES.length + STATES.indexOf(state);
      return contacted[cell] / untouched[cell];
    };
    expect(effect('persuadable', 'fading')).toBeLessThan(0.75);
    expect(effect('sleeping dog', 'fading')).toBeGreaterThan(1.1);
    expect(effect('lost cause', 'leaving')).toBeCloseTo(1, 2);
    for (const kind of PERSUASIONS) expect(effect(kind, 'strained'), kind).toBeLessThan(0.4);
  });
});

describe('the chance that a collapse empties the label window', () => {
  const labelChance = createLabelChance(labelContract);

  test('is 1 up to week 8, when the window has not begun, and falls with every week after', () => {
    expect(labelChance(8, 1, true)).toBe(1);
    for (const workdaysOnly of [true, false]) {
      const chances = [9, 10, 11, 12].map((week) => labelChance(week, 1, workdaysOnly));
      expect(chances).toEqual(chances.toSorted((a, b) => b - a));
      expect(chances[0]).toBeGreaterThan(0.999);
      expect(chances[3]).toBeLessThan(1e-6);
    }
  });

  test('is larger for accounts that rest at the weekend, whose week 8 has one working day in the window and not three', () => {
    expect(labelChance(10, 1, true)).toBeGreaterThan(labelChance(10, 1, false) + 0.2);
  });

  test('grows with the baseline: after a spike an ordinary level looks like a collapse', () => {
    expect(labelChance(11, 2, false)).toBeGreaterThan(0.5);
    expect(labelChance(11, 1, false)).toBeLessThan(0.01);
  });
});

describe('a label whose chances can be computed', () => {
  test('has whole weeks and a threshold clear of what accounts use before and after a collapse', () => {
    const judge = (change: Partial<CollapseLabel>) => isComputable({ ...labelContract, ...change });
    expect([{}, { leadDays: 30 }, { leadDays: 61 }, { windowDays: 14 }, { collapseRatio: 0.5 }].map(judge)).toEqual(
      Array(5).fill(true),
    );
    expect(
      [{ windowDays: 30 }, { baselineDays: 90 }, { collapseRatio: 0.75 }, { collapseRatio: 0.03 }].map(judge),
    ).toEqual(Array(4).fill(false));
  });
});

/** Walks the stepper's own dynamics: labelChance of the week in which each path collapses, averaged. */
function simulatePaths(people: Population, entity: number, week: number, cell: number, lastContact: number) {
  const random = randomStream(1, 'paths');
  const kind = Math.floor(cell / STATES.length);
  const labelChance = createLabelChance(labelContract);
  const stepsOfWeek = Array.from({ length: 13 }, (_, j) => stepsOf(people, entity, week + j, lastContact)[kind]);
  const hitInWeek = stepsOfWeek.map((_, j) => labelChance(j, 0.95, people.workdaysOnly[entity] === 1));
  let sum = 0;
  let sumOfSquares = 0;
  for (let path = 0; path < PATHS; path++) {
    let state = cell % STATES.length;
    let hit = state === COLLAPSED ? 1 : 0;
    for (let j = 0; j < 13 && state !== COLLAPSED; j++) {
      state = chain.next(stepsOfWeek[j], state, random.uniform(path, j, cell));
      if (state === COLLAPSED) hit = hitInWeek[j];
    }
    sum += hit;
    sumOfSquares += hit * hit;
  }
  const mean = sum / PATHS;
  return { mean, standardError: Math.sqrt((sumOfSquares / PATHS - mean * mean) / PATHS) };
}
