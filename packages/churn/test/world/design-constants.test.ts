import { MS_PER_DAY, MS_PER_HOUR, weeklyClock } from '@applied-modeling/synthetic';
import { beforeAll, describe, expect, test } from 'vitest';
import { createUsageRecorder } from '../../src/world/billing-records.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { PERSUASIONS, STATES } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { createStepper, type Stepper } from '../../src/world/stepper.ts';
import { type Outcome, outcomesAsBilled } from '../reference/outcomes-as-billed.ts';
import { ownIds } from './policies.ts';

/**
 * What the planted numbers amount to, measured on 3 000 accounts of seed 7. None of these is a finding: they were tuned to
 * these values and are frozen here, so that a change of the world shows as a change of the world.
 */
const ENTITIES = 3_000;
const WEEKS = 156;

describe('the world under the rule of the customer success managers', () => {
  const people = drawPopulation(7, ENTITIES, WEEKS);
  let world: Stepper;
  beforeAll(() => {
    world = createStepper(7, people);
    const policy = historyPolicy(7);
    for (let week = 0; week < WEEKS; week++) world.step(policy);
  });

  const everyEntity = Array.from({ length: ENTITIES }, (_, i) => i);
  const isActive = (i: number, week: number) => people.signupWeek[i] <= week && world.closedAt[i] > week;

  test('has about two thirds of its accounts active at any time', () => {
    for (const week of [0, 52, 104, 155]) {
      const share = everyEntity.filter((i) => isActive(i, week)).length / ENTITIES;
      expect(share, `week ${week}`).toBeGreaterThan(0.58);
      expect(share, `week ${week}`).toBeLessThan(0.72);
    }
  });

  test('spends week 131, the first of the test window, in these states', () => {
    const active = everyEntity.filter((i) => isActive(i, 131));
    const share = (state: number) => active.filter((i) => world.weeks[131].state[i] === state).length / active.length;
    const shares = Object.fromEntries(STATES.map((name, state) => [name, share(state)]));
    expect(shares).toEqual({
      healthy: near(0.88, 0.03),
      strained: near(0.042, 0.015),
      fading: near(0.028, 0.012),
      leaving: near(0.03, 0.012),
      collapsed: near(0.022, 0.012),
    });
  });

  test('loses a third of its accounts in three years, about one in six of the active ones a year', () => {
    const collapsed = world.collapsedAt.filter((week) => week < WEEKS).length;
    expect(collapsed / ENTITIES).toEqual(near(0.33, 0.03));
    const accountYears = everyEntity.reduce((sum, i) => sum + weeksAlive(i) / 52, 0);
    expect(collapsed / accountYears).toEqual(near(0.17, 0.02));
  });

  test('keeps a fifth of its accounts as a holdout, whatever they are like', () => {
    expect(mean(people.isHoldout)).toEqual(near(0.2, 0.03));
    for (const kind of PERSUASIONS.keys()) {
      const ofKind = everyEntity.filter((i) => people.persuasion[i] === kind);
      const standardError = Math.sqrt((0.2 * 0.8) / ofKind.length);
      expect(mean(ofKind.map((i) => people.isHoldout[i])), PERSUASIONS[kind]).toEqual(near(0.2, 4 * standardError));
    }
  });

  test('lists seven of a thousand accounts a week and contacts five of them', () => {
    const later = world.weeks.slice(26);
    const listed = later.flatMap(({ flagged }) => flagged);
    const perThousand = (count: number) => (1000 * count) / ENTITIES / later.length;
    expect(perThousand(listed.length)).toEqual(near(7.1, 0.5));
    expect(perThousand(listed.filter(({ isContacted }) => isContacted).length)).toEqual(near(5.2, 0.5));
  });

  test('passes off about 3 in 100 migrations as collapses while nobody resolves account ids', () => {
    let [collapses, migrations] = [0, 0];
    for (let week = 12; week < WEEKS - 13; week++) {
      for (const i of everyEntity) {
        if (people.signupWeek[i] > week - 4 || world.closedAt[i] <= week) continue;
        const isGone = (at: number) => at >= week && at < week + 10;
        if (isGone(world.collapsedAt[i])) collapses += 1;
        else if (isGone(people.migrationWeek[i])) migrations += 1;
      }
    }
    expect(migrations / (migrations + collapses)).toEqual(near(0.03, 0.01));
  });

  test('holds most of its revenue in few accounts', () => {
    const byRevenue = people.arrUsd.toSorted().reverse();
    const total = byRevenue.reduce((sum, arr) => sum + arr, 0);
    const top = byRevenue.subarray(0, ENTITIES / 100).reduce((sum, arr) => sum + arr, 0);
    expect(top / total).toEqual(near(0.25, 0.08));
  });

  test('bills 1.5 in 100 rows wrongly at first and two in 100 more than 14 hours after their day', () => {
    const record = createUsageRecorder(7, people, ownIds(people), weeklyClock('2022-01-03'));
    let [originals, retractions, late] = [0, 0, 0];
    for (const happened of world.weeks.slice(60, 100)) {
      const { rows, values } = record(happened).usage_daily;
      for (let row = 0; row < rows; row++) {
        if (values.record_type[row] === 1) retractions += 1;
        if (values.record_type[row] !== 0) continue;
        originals += 1;
        if (values.available_at[row] > (values.usage_date[row] + 1) * MS_PER_DAY + 14 * MS_PER_HOUR) late += 1;
      }
    }
    expect(retractions / originals).toEqual(near(0.015, 0.0007));
    expect(late / originals).toEqual(near(0.018, 0.008));
  });

  const weeksAlive = (i: number) =>
    Math.max(0, Math.min(WEEKS, world.collapsedAt[i]) - Math.max(0, people.signupWeek[i]));
});

describe('the label, if nobody is contacted', () => {
  let outcomes: readonly Outcome[];
  beforeAll(() => {
    ({ outcomes } = outcomesAsBilled(7, ENTITIES, [60, 80, 100, 120]));
  });

  test('is positive for about one eligible account in 22', () => {
    expect(mean(outcomes.map(({ label }) => label))).toEqual(near(0.045, 0.008));
  });

  test('is never a foregone conclusion: who had collapsed by the decision is not scored', () => {
    expect(outcomes.filter(({ weeksToCollapse }) => weeksToCollapse < 0)).toEqual([]);
  });
});

const near = (value: number, tolerance: number) => ({
  asymmetricMatch: (found: number) => Math.abs(found - value) <= tolerance,
  toString: () => `${value} ± ${tolerance}`,
});

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
