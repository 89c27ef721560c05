import { describe, expect, it } from 'vitest';
import { fillCollapseChance } from '../../src/world/collapse-chance.ts';
import { accountDanger, fillSteps, newSteps, nextState, renewalDanger } from '../../src/world/dynamics.ts';
import { BELIEF_WIDTH, createOracle } from '../../src/world/oracle.ts';
import { COLLAPSED, LEAVING, STRAINED } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper, type Policy } from '../../src/world/stepper.ts';

const nobody: Policy = () => [];

describe('the observable oracle', () => {
  it('keeps a belief that sums to 1', () => {
    const people = drawPopulation(1, 200, 30);
    const world = createStepper(1, people);
    const oracle = createOracle(people);
    for (let week = 0; week < 30; week++) oracle.observe(world.step(nobody), world.lastContact);
    for (let i = 0; i < people.entities; i++) {
      if (people.signupWeek[i] > 29) continue;
      expect(oracle.belief(i).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
    }
  });

  it('is calibrated: of accounts it believes to be leaving with p, a share p is', () => {
    const people = drawPopulation(2, 6_000, 60);
    const world = createStepper(2, people);
    const oracle = createOracle(people);
    let [expected, variance, found] = [0, 0, 0];
    for (let week = 0; week < 60; week++) {
      const happened = world.step(nobody);
      oracle.observe(happened, world.lastContact);
      if (week % 20 !== 19) continue;
      for (let i = 0; i < people.entities; i++) {
        if (people.signupWeek[i] > week) continue;
        const belief = oracle.belief(i);
        let p = 0;
        for (let cell = LEAVING; cell < BELIEF_WIDTH; cell += 5) p += belief[cell];
        expected += p;
        variance += p * (1 - p);
        found += happened.state[i] === LEAVING ? 1 : 0;
      }
    }
    expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(variance));
  });
});

describe('the chance of collapse', () => {
  it('equals the share of simulated futures that collapse within nine weeks', () => {
    const people = drawPopulation(3, 50, 20);
    const entity = people.signupWeek.findIndex((week) => week < 0);
    const [week, kind, futures] = [10, 0, 40_000];
    const chance = new Float64Array(BELIEF_WIDTH);
    // With this baseline a collapse from week 9 on never empties the window, so only weeks 0 to 8 count.
    fillCollapseChance(chance, people, entity, week, 1e-9, -1000);
    const steps = newSteps();
    let collapsed = 0;
    for (let future = 0; future < futures; future++) {
      let state = STRAINED;
      for (let j = 0; j <= 8 && state !== COLLAPSED; j++) {
        fillSteps(steps, accountDanger(people, entity, week + j), renewalDanger(people, entity, week + j), kind, false);
        state = nextState(state, steps, pseudo(future * 9 + j));
      }
      collapsed += state === COLLAPSED ? 1 : 0;
    }
    const p = chance[kind * 5 + STRAINED];
    expect(Math.abs(collapsed / futures - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / futures));
  });
});

function pseudo(n: number): number {
  const x = Math.sin(n * 12.9898 + 78.233) * 43_758.5453;
  return x - Math.floor(x);
}
