import { describe, expect, test } from 'vitest';
import { contactDesign, watchList } from '../../src/incumbent.ts';
import { SIGNAL_COUNT } from '../../src/world/dynamics.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { COLLAPSED, HEALTHY, LEAVING, onboarding, seasonFactor, usage } from '../../src/world/planted.ts';
import { drawPopulation, isPaused, NEVER, type Population, weeksToRenewal } from '../../src/world/population.ts';
import { createStepper, type Policy, type Stepper } from '../../src/world/stepper.ts';
import { contactNobody } from './policies.ts';

const WEEKS = 80;
const run = (seed: number, people: Population, policy: Policy): Stepper => {
  const world = createStepper(seed, people);
  for (let week = 0; week < WEEKS; week++) world.step(policy);
  return world;
};

describe('the population', () => {
  test('of a larger world begins with the customers of the smaller one', () => {
    const [small, large] = [drawPopulation(7, 300, WEEKS), drawPopulation(7, 900, WEEKS)];
    for (const [name, values] of Object.entries(small)) {
      if (typeof values === 'number') continue;
      const longer = large[name as keyof Population] as Float64Array;
      expect(longer.subarray(0, values.length), name).toEqual(values);
    }
  });

  test('renews 52 weeks after every sign-up, also of accounts older than the history', () => {
    expect([0, 1, 51, 52].map((week) => weeksToRenewal(0, week))).toEqual([52, 51, 1, 52]);
    expect(weeksToRenewal(-60, 0)).toBe(44);
  });
});

describe('the stepper', () => {
  const people = drawPopulation(7, 500, WEEKS);
  const untouched = run(7, people, contactNobody);

  test('replays the same world for the same seed, and another for another', () => {
    expect(run(7, people, contactNobody).weeks.at(-1)).toEqual(untouched.weeks.at(-1));
    expect(run(8, people, contactNobody).weeks[40].dbu).not.toEqual(untouched.weeks[40].dbu);
  });

  test('draws the same emissions, contacted or not, for entities the policy never contacts', () => {
    const managed = run(7, people, historyPolicy(7));
    const spared = everyEntity().filter((i) => managed.lastContact[i] < 0);
    expect(spared.length).toBeLessThan(people.entities);
    for (let week = 0; week < WEEKS; week++) {
      const [a, b] = [managed.weeks[week], untouched.weeks[week]];
      const countsOf = (counts: Uint16Array, i: number) => counts.subarray(i * SIGNAL_COUNT, (i + 1) * SIGNAL_COUNT);
      const differs = (i: number) =>
        a.dbu[i] !== b.dbu[i] ||
        a.state[i] !== b.state[i] ||
        countsOf(a.counts, i).some((count, k) => count !== countsOf(b.counts, i)[k]);
      expect(spared.filter(differs), `week ${week}`).toEqual([]);
    }
  });

  test('lets an account emit from its sign-up to its closure, pauses excepted', () => {
    for (const { week, dbu } of untouched.weeks) {
      const isSilent = (i: number) =>
        people.signupWeek[i] > week || untouched.closedAt[i] <= week || isPaused(people, i, week);
      expect(everyEntity().filter((i) => dbu[i] === 0)).toEqual(everyEntity().filter(isSilent));
    }
  });

  test('starts accounts healthy and never lets a collapsed one return', () => {
    for (const i of everyEntity()) {
      const states = untouched.weeks.map(({ state }) => state[i]);
      if (people.signupWeek[i] >= 0) expect(states[people.signupWeek[i]]).toBe(HEALTHY);
      const collapse = states.indexOf(COLLAPSED);
      expect(collapse === -1 ? NEVER : collapse).toBe(untouched.collapsedAt[i]);
      if (collapse !== -1) expect(new Set(states.slice(collapse))).toEqual(new Set([COLLAPSED]));
    }
  });

  test('closes accounts 4 to 10 weeks after the collapse, sooner than residual usage could fill a baseline', () => {
    const delays = everyEntity()
      .filter((i) => untouched.collapsedAt[i] !== NEVER)
      .map((i) => untouched.closedAt[i] - untouched.collapsedAt[i]);
    expect(Math.min(...delays)).toBe(4);
    expect(Math.max(...delays)).toBe(10);
  });

  const everyEntity = () => Array.from({ length: people.entities }, (_, i) => i);
});

describe('guided onboarding', () => {
  const people = drawPopulation(7, 1500, WEEKS);
  const GUIDED_FROM = 40;
  const guided = createStepper(7, people, GUIDED_FROM);
  for (let week = 0; week < WEEKS; week++) guided.step(contactNobody);
  const others = run(7, people, contactNobody);
  const signedUp = [...people.signupWeek.keys()].filter((i) => people.signupWeek[i] >= GUIDED_FROM);
  const older = [...people.signupWeek.keys()].filter((i) => people.signupWeek[i] < GUIDED_FROM);
  /** Entities for which something is another in a week than without guidance. */
  const changed = (entities: readonly number[], of: 'state' | 'dbu', weeks = guided.weeks) =>
    entities.filter((i) => weeks.some(({ week, [of]: values }) => values[i] !== others.weeks[week][of][i]));

  test('happens to nobody who signed up before, and to nobody at all by default', () => {
    expect(changed(older, 'dbu')).toEqual([]);
    expect(changed(older, 'state')).toEqual([]);
    expect(createStepper(7, people, WEEKS).step(contactNobody)).toEqual(others.weeks[0]);
  });

  test('leads four in five of the new ones, to four standard errors', () => {
    const old = signedUp.filter((i) => people.signupWeek[i] < WEEKS - onboarding.weeks);
    const share = changed(old, 'dbu').length / old.length;
    expect(Math.abs(share - onboarding.share)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / old.length));
  });

  test('keeps them as they are, while they look like one that leaves', () => {
    const led = changed(signedUp, 'dbu').filter((i) => people.signupWeek[i] < WEEKS - onboarding.weeks);
    const during = ({ week }: { week: number }, i: number) =>
      week - people.signupWeek[i] >= onboarding.quietFrom && week - people.signupWeek[i] < onboarding.weeks;
    const weeksOf = (i: number) => guided.weeks.filter((one) => during(one, i) && !isPaused(people, i, one.week));
    for (const i of led) for (const { state } of weeksOf(i)) expect(state[i]).toBe(HEALTHY);
    const level = mean(
      led.flatMap((i) => weeksOf(i).map(({ week, dbu }) => dbu[i] / (7 * people.dbuPerDay[i] * seasonFactor(week)))),
    );
    expect(Math.abs(level - usage.level[LEAVING])).toBeLessThan(0.02);
  });

  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
});

describe('the rule of the customer success managers', () => {
  const people = drawPopulation(7, 1500, WEEKS);
  const world = run(7, people, historyPolicy(7));
  const entries = world.weeks.flatMap(({ week, flagged }) => flagged.map((entry) => ({ week, ...entry })));

  test('never contacts the holdout and says so in the propensity', () => {
    const held = entries.filter(({ entity }) => people.isHoldout[entity] === 1);
    expect(held.length).toBeGreaterThan(50);
    expect(held.every(({ isContacted, propensity }) => !isContacted && propensity === 0)).toBe(true);
  });

  test('contacts nine in ten of the others, to four standard errors', () => {
    const others = entries.filter(({ entity }) => people.isHoldout[entity] === 0);
    const share = others.filter(({ isContacted }) => isContacted).length / others.length;
    expect(Math.abs(share - contactDesign.contactShare)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / others.length));
  });

  test('lists no account twice within half a year, nor one that is not active', () => {
    const last = new Map<number, number>();
    for (const { entity, week } of entries) {
      expect(week - (last.get(entity) ?? -1000)).toBeGreaterThanOrEqual(watchList.weeks);
      expect(people.signupWeek[entity]).toBeLessThanOrEqual(week);
      expect(world.closedAt[entity]).toBeGreaterThan(week);
      last.set(entity, week);
    }
  });

  test('looks at weeks that are over: what happens from a week on does not change who is listed in it', () => {
    const forgetful = createStepper(7, people);
    const policy = historyPolicy(7);
    for (let week = 0; week < 30; week++) forgetful.step(policy);
    expect(forgetful.weeks[29].flagged).toEqual(world.weeks[29].flagged);
    const listed = policy({
      ...forgetful,
      week: 30,
      isActive: (i) => people.signupWeek[i] <= 30 && forgetful.closedAt[i] > 30,
    });
    expect(listed).toEqual(world.weeks[30].flagged);
  });
});
