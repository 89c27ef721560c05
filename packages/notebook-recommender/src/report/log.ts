import type { PolicyValue } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent } from '@applied-modeling/report';
import type { OnlineTest } from '../evaluation/online-test.ts';
import type { PositionSeen } from '../evaluation/position-bias.ts';
import type { JudgedRun } from '../pipeline.ts';
import { onlineTestSettings } from '../settings.ts';

/** What logged slates can tell, and what they cannot: who looks where, and what another policy would have been worth. */
export async function logSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { examination, offPolicy, onlineTest } = evaluation;
  return {
    title: 'What does the log tell of slates nobody was shown?',
    code: ['evaluation/position-bias.ts', 'evaluation/off-policy.ts', 'evaluation/online-test.ts'],
    blocks: [
      ...(await positionBlocks(examination)),
      ...(offPolicy === null
        ? [report.paragraph('Nobody logged with what chance a notebook stood where it stood: nothing can be said.')]
        : offPolicyBlocks(offPolicy)),
      ...(onlineTest ? [report.paragraph(tellTest(onlineTest))] : []),
    ],
  };
}

async function positionBlocks(examination: readonly PositionSeen[]): Promise<readonly report.Block[]> {
  if (examination.some(({ byRule }) => byRule === null)) return [];
  const lottery = examination.flatMap(({ byLottery }) => byLottery ?? []);
  const planted = examination.flatMap(({ planted }) => planted ?? []);
  const series = [
    { name: 'as the rule ordered them', values: examination.map(({ byRule }) => byRule!.estimate) },
    {
      ...{ name: 'by lottery', role: 'score' as const },
      values: lottery.map(({ estimate }) => estimate),
      low: lottery.map(({ low }) => low),
      high: lottery.map(({ high }) => high),
    },
    { name: 'who looks there', role: 'ceiling' as const, values: planted },
  ].filter(({ values }) => values.length === examination.length);
  const periods = examination.map(({ position }) => `place ${position}`);
  const spec = report.backtest({ metric: 'Successes by place, for each at the first', periods, series });
  const told =
    'The rule puts the better notebooks first, so by its own slates lower places look worse than they are; where the order was drawn by lot, what is left is who looks there.';
  return [await report.figure('position-bias', spec, told)];
}

function offPolicyBlocks(policies: readonly PolicyValue[]): readonly report.Block[] {
  const verdicts = policies.map(({ name, verdict }) =>
    verdict.kind === 'known' ? `${name}: the log can tell.` : `${name}: the log cannot tell, because ${verdict.why}.`,
  );
  return [
    report.table({
      caption:
        'Successes a slate, from the slates of the rule and its lottery: by inverse propensity (IPS), the same with weights clipped (biased, and its interval does not know), self-normalised (SNIPS), doubly robust (DR); and what it would really be.',
      rows: policies.map((one) => ({
        policy: one.name,
        IPS: estimate(one.inversePropensity),
        clipped: estimate(one.clipped),
        SNIPS: estimate(one.selfNormalised),
        DR: estimate(one.doublyRobust),
        truth: one.onPolicy === null ? '—' : decimal(one.onPolicy),
        'effective slates': count(Math.round(one.effectiveSampleSize)),
      })),
    }),
    report.paragraph(verdicts.join(' ')),
  ];
}

/** The figures of the test that decides: of the rule's log, and of what a test would take. */
export function testInWords({ gain, weeks, weeksOfHalf, log, harmAfterAWeek }: OnlineTest) {
  const takes = (found: number | null) => (found === null ? `over ${onlineTestSettings.mostWeeks}` : count(found));
  return {
    test_gain: decimal(100 * gain, 1),
    test_weeks: takes(weeks),
    test_weeks_of_half: takes(weeksOfHalf),
    test_users: count(log.users),
    rule_rate: percent(log.rate),
    rule_rate_error: decimal(100 * log.standardError, 1),
    design_effect: decimal(log.designEffect, 1),
    harm: decimal(100 * harmAfterAWeek, 0),
  };
}

function tellTest(test: OnlineTest): string {
  const told = testInWords(test);
  return `What decides is a test in which half of ${told.test_users} users, by lot, are shown the model's slates. Of the rule's ${told.rule_rate} succeed; because slates of a user resemble one another, the variance is ${told.design_effect} times that of as many independent ones. To tell the ${told.test_gain} points more that the truth expects, in 80 of 100 tests, takes ${told.test_weeks} weeks; half of that, ${told.test_weeks_of_half}. It is read once, at the end; before that only for harm: ${told.harm} points fewer in the first week.`;
}
