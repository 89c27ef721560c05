/**
 * The label contract in plain loops, on a world nobody contacts: billing rows are added up day by day, a baseline sees what
 * was available at the decision, a label what was available when it matured. Beside each outcome stands what the observable
 * oracle had said. Slow twin of label.sql and features.sql together; one row an eligible entity and decision.
 */

import { epochDay, MS_PER_DAY, MS_PER_HOUR, weeklyClock } from '@applied-modeling/synthetic';
import { labelContract, whyNotScored } from '../../src/label.ts';
import { createUsageRecorder } from '../../src/world/billing-records.ts';
import { type CollapseLabel, createCollapseChance } from '../../src/world/collapse-chance.ts';
import { BELIEF_WIDTH } from '../../src/world/dynamics.ts';
import { createOracle, type Oracle } from '../../src/world/oracle.ts';
import { seasonFactor } from '../../src/world/planted.ts';
import { drawPopulation, isPaused, type Population } from '../../src/world/population.ts';
import { createStepper, type Stepper } from '../../src/world/stepper.ts';
import { contactNobody, ownIds } from '../world/policies.ts';

export interface Outcome {
  readonly entity: number;
  readonly week: number;
  readonly label: 0 | 1;
  /** What the oracle said at the decision. */
  readonly p0Observable: number;
  /** Weeks from the decision to the collapse; negative when it had happened already, 32767 − week for never. */
  readonly weeksToCollapse: number;
  /** Observed baseline over the true healthy level, as the oracle was told. */
  readonly baselineRatio: number;
}

const clock = weeklyClock('2022-01-03');
const firstDay = epochDay(clock.epoch);

export function outcomesAsBilled(
  seed: number,
  entities: number,
  decisionSteps: readonly number[],
): { readonly people: Population; readonly outcomes: readonly Outcome[] } {
  const { people, outcomes } = outcomesByLabel(seed, entities, decisionSteps, [labelContract]);
  return { people, outcomes: outcomes[0] };
}

/** The same of several labels, in one world that is simulated once. */
export function outcomesByLabel(
  seed: number,
  entities: number,
  decisionSteps: readonly number[],
  labels: readonly CollapseLabel[],
): { readonly people: Population; readonly outcomes: readonly (readonly Outcome[])[] } {
  const people = drawPopulation(seed, entities, 156);
  const world = createStepper(seed, people);
  const oracle = createOracle(people);
  const record = createUsageRecorder(seed, people, ownIds(people), clock);
  const asked = labels.map((label) => {
    const weeksAhead = Math.ceil((label.leadDays + label.windowDays) / 7);
    return { label, weeksAhead, decisions: decisionSteps.map((week) => newDecision(week, entities)) };
  });
  const lastWeek = Math.max(...decisionSteps) + Math.max(...asked.map(({ weeksAhead }) => weeksAhead));
  for (let week = 0; week <= lastWeek; week++) {
    for (const { label, decisions } of asked)
      for (const one of decisions) if (one.week === week) forecast(one, world, oracle, label);
    oracle.observe(world.step(contactNobody), world.lastContact);
    const concerned = asked.flatMap(({ label, weeksAhead, decisions }) =>
      decisions
        .filter((one) => week >= one.week - 12 && week < one.week + weeksAhead)
        .map((decision) => ({ decision, label })),
    );
    if (concerned.length === 0) continue;
    const { usage_daily } = record(world.weeks[week]);
    for (const { decision, label } of concerned) addUsage(decision, usage_daily, label);
  }
  const outcomes = asked.map(({ label, decisions }) => decisions.flatMap((one) => judge(one, world, label)));
  return { people, outcomes };
}

function newDecision(week: number, entities: number) {
  const perEntity = () => new Float64Array(entities);
  return {
    week,
    decidedAt: clock.startOf(week) + 6 * MS_PER_HOUR,
    dbu84: perEntity(),
    dbu28: perEntity(),
    dbu7: perEntity(),
    futureDbu: perEntity(),
    p0: perEntity(),
    baselineRatio: perEntity(),
  };
}

type Decision = ReturnType<typeof newDecision>;

function forecast(decision: Decision, world: Stepper, oracle: Oracle, label: CollapseLabel): void {
  const { people } = world;
  const { week } = decision;
  const chance = new Float64Array(BELIEF_WIDTH);
  const chances = createCollapseChance(people, label);
  for (let i = 0; i < people.entities; i++) {
    const weeks = Math.min(12, week - people.signupWeek[i]);
    if (weeks < 4) continue;
    let [dbu, season] = [0, 0];
    for (let back = 1; back <= weeks; back++) {
      dbu += world.weeks[week - back].dbu[i];
      season += seasonFactor(week - back);
    }
    decision.baselineRatio[i] = dbu / season / (7 * people.dbuPerDay[i]);
    chances.fill(chance, chances.hits(i, decision.baselineRatio[i]), i, week, world.lastContact[i]);
    decision.p0[i] = oracle.belief(i).reduce((sum, cell, index) => sum + cell * chance[index], 0);
  }
}

type UsageRows = ReturnType<ReturnType<typeof createUsageRecorder>>['usage_daily'];

function addUsage(decision: Decision, { rows, values }: UsageRows, { leadDays, windowDays }: CollapseLabel): void {
  const decidedOn = firstDay + decision.week * 7;
  const maturesAt = decision.decidedAt + (leadDays + windowDays + labelContract.correctionDays) * MS_PER_DAY;
  for (let row = 0; row < rows; row++) {
    const day = values.usage_date[row] - decidedOn;
    const account = values.account_id[row];
    const dbu = values.dbu[row];
    if (day < 0 && day >= -84 && values.available_at[row] <= decision.decidedAt) {
      decision.dbu84[account] += dbu;
      if (day >= -28) decision.dbu28[account] += dbu;
      if (day >= -7) decision.dbu7[account] += dbu;
    }
    const isInWindow = day >= leadDays && day < leadDays + windowDays;
    if (isInWindow && values.available_at[row] <= maturesAt) decision.futureDbu[account] += dbu;
  }
}

function judge(decision: Decision, { people, collapsedAt }: Stepper, label: CollapseLabel): Outcome[] {
  const { week } = decision;
  const endsAfterDays = label.leadDays + label.windowDays;
  const futureSeason = meanSeason(week * 7 + label.leadDays, week * 7 + endsAfterDays);
  return Array.from({ length: people.entities }, (_, entity): Outcome[] => {
    const tenureDays = 7 * (week - people.signupWeek[entity]);
    const days = Math.min(84, tenureDays, 7 * week);
    const baseline = decision.dbu84[entity] / days / meanSeason(week * 7 - 84, week * 7);
    const recent = decision.dbu28[entity] / 28 / meanSeason(week * 7 - 28, week * 7);
    const lastWeek = decision.dbu7[entity] / 7 / meanSeason(week * 7 - 7, week * 7);
    const usage = { usageRatio28To84: recent / baseline, usageRatio7To84: lastWeek / baseline };
    const isScored = whyNotScored({ tenureDays, baselineDbuPerDay: baseline, ...usage }) === undefined;
    if (!isScored || pausesWithin(people, entity, week, week + Math.ceil(endsAfterDays / 7))) return [];
    const future = decision.futureDbu[entity] / label.windowDays / futureSeason;
    const isCollapse = future < label.collapseRatio * baseline;
    const weeksToCollapse = collapsedAt[entity] - week;
    const { p0, baselineRatio } = decision;
    return [
      {
        entity,
        week,
        label: isCollapse ? 1 : 0,
        p0Observable: p0[entity],
        weeksToCollapse,
        baselineRatio: baselineRatio[entity],
      },
    ];
  }).flat();
}

function pausesWithin(people: Population, entity: number, from: number, to: number): boolean {
  for (let week = from; week < to; week++) if (isPaused(people, entity, week)) return true;
  return false;
}

/** Mean seasonal factor of the days from `fromDay` to before `toDay`, counted from week 0. */
function meanSeason(fromDay: number, toDay: number): number {
  let sum = 0;
  for (let day = fromDay; day < toDay; day++) sum += seasonFactor(Math.floor(day / 7));
  return sum / (toDay - fromDay);
}
