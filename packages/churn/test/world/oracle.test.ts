import { describe, expect, test } from 'vitest';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { createOracle } from '../../src/world/oracle.ts';
import { drawPopulation, isPaused } from '../../src/world/population.ts';
import { createStepper } from '../../src/world/stepper.ts';
import { bruteForceBelief } from '../reference/brute-force-filter.ts';
import { contactIn, contactNobody } from './policies.ts';

describe('the observable oracle', () => {
  test('believes in probabilities: none is negative, and they sum to 1 in every week of every account', () => {
    const people = drawPopulation(3, 400, 80);
    const world = createStepper(3, people);
    const oracle = createOracle(people);
    const policy = historyPolicy(3);
    let furthestFromOne = 0;
    let smallest = 1;
    for (let week = 0; week < 80; week++) {
      oracle.observe(world.step(policy), world.lastContact);
      for (let i = 0; i < people.entities; i++) {
        const hasStarted = people.signupWeek[i] <= week && !isPaused(people, i, Math.max(0, people.signupWeek[i]));
        const belief = oracle.belief(i);
        const total = belief.reduce((sum, cell) => sum + cell, 0);
        if (hasStarted) furthestFromOne = Math.max(furthestFromOne, Math.abs(total - 1));
        else if (people.signupWeek[i] > week) expect(total).toBe(0);
        smallest = Math.min(smallest, ...belief);
      }
    }
    expect(furthestFromOne).toBeLessThan(1e-12);
    expect(smallest).toBeGreaterThanOrEqual(0);
  });

  test('equals the sum over all paths of hidden states, to 1e-12', () => {
    const people = drawPopulation(5, 1500, 60);
    const world = createStepper(5, people);
    const oracle = createOracle(people);
    const newcomers = everyEntity(people.entities).filter(
      (i) =>
        people.signupWeek[i] >= 30 && people.signupWeek[i] < 33 && ![30, 33, 36].some((w) => isPaused(people, i, w)),
    );
    const contacted = new Set(newcomers.filter((_, index) => index % 2 === 0));
    const contactWeek = 33;
    const policy = contactIn(contactWeek, [...contacted]);
    let compared = 0;
    for (let week = 0; week < 37; week++) {
      oracle.observe(world.step(policy), world.lastContact);
      for (const i of newcomers) {
        const weeksOfUse = week - people.signupWeek[i] + 1;
        if (weeksOfUse < 1 || weeksOfUse > 5) continue;
        const contactedIn = contacted.has(i) && week >= contactWeek ? contactWeek : null;
        const expected = bruteForceBelief(people, i, world.weeks, contactedIn);
        const distance = oracle.belief(i).map((cell, index) => Math.abs(cell - expected[index]));
        expect(Math.max(...distance), `entity ${i}, week ${week}`).toBeLessThan(1e-12);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(60);
  });

  test('is not moved by a paused week, in which an account emits nothing', () => {
    const people = drawPopulation(3, 50, 60);
    const paused = people.signupWeek.findIndex((week) => week < 0);
    people.pauseWeek[paused] = 25;
    const world = createStepper(3, people);
    const oracle = createOracle(people);
    const beliefAfter: Float64Array[] = [];
    for (let week = 0; week < 27; week++) {
      oracle.observe(world.step(contactNobody), world.lastContact);
      beliefAfter.push(oracle.belief(paused).slice());
    }
    expect(world.weeks[25].dbu[paused]).toBe(0);
    expect(beliefAfter[25]).toEqual(beliefAfter[24]);
    expect(beliefAfter[24]).not.toEqual(beliefAfter[23]);
  });
});

function everyEntity(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
