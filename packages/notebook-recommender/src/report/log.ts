import type { PolicyValue } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate } from '@applied-modeling/report';
import type { PositionSeen } from '../evaluation/position-bias.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What logged slates can tell, and what they cannot: who looks where, and what another policy would have been worth. */
export async function logSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { examination, offPolicy } = evaluation;
  return {
    title: 'What does the log tell of slates nobody was shown?',
    code: ['evaluation/position-bias.ts', 'evaluation/off-policy.ts'],
    blocks: [
      ...(await positionBlocks(examination)),
      ...(offPolicy === null
        ? [report.paragraph('Nobody logged with what chance a notebook stood where it stood: nothing can be said.')]
        : offPolicyBlocks(offPolicy)),
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
  const spec = report.backtest({
    metric: 'Successes by place, for each at the first',
    periods: examination.map(({ position }) => `place ${position}`),
    series,
  });
  return [
    await report.figure(
      'position-bias',
      spec,
      'The rule puts the better notebooks first, so by its own slates lower places look worse than they are; where the order was drawn by lot, what is left is who looks there.',
    ),
  ];
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
