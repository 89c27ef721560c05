/** A whole page of invented, plausible numbers: what the tests render, and what `demo.ts` writes for the eye. */

import { backtest } from '../src/charts/backtest.ts';
import { barsWithIntervals } from '../src/charts/bars-with-intervals.ts';
import { calendar } from '../src/charts/calendar.ts';
import { contributions } from '../src/charts/contributions.ts';
import { fan } from '../src/charts/fan.ts';
import { heatMap } from '../src/charts/heat-map.ts';
import { precisionRecall } from '../src/charts/precision-recall.ts';
import { queueLength } from '../src/charts/queue-length.ts';
import { reliability } from '../src/charts/reliability.ts';
import { sensitivity } from '../src/charts/sensitivity.ts';
import { timeline } from '../src/charts/timeline.ts';
import { percent, range, usd } from '../src/format.ts';
import type { Page } from '../src/page.ts';
import { type ChartSpec, renderChart } from '../src/render-chart.ts';

const recall = Array.from({ length: 80 }, (_, i) => (i + 1) / 80);
const lengths = Array.from({ length: 60 }, (_, i) => 10 + i * 20);
const weeks = Array.from({ length: 12 }, (_, i) => 131 + i);
const wave = (i: number, size: number) => size * Math.sin(i * 1.7 + size * 100);

const pointsOf = (skill: number) =>
  recall.map((r) => ({ recall: r, precision: 0.031 + skill * (1 - r) ** 2.4 * (1 + 0.06 * Math.sin(r * 40)) }));
const queuePrecision = (skill: number) => lengths.map((n) => 0.03 + skill * Math.exp(-n / 420));
const netValue = (skill: number) => lengths.map((n, i) => queuePrecision(skill)[i] * n * 3100 - 600 * n);

export const demoCharts: Readonly<Record<string, ChartSpec>> = {
  'precision-recall': precisionRecall({
    curves: [
      { name: 'gradient boosting', points: pointsOf(0.42) },
      { name: 'logistic regression', points: pointsOf(0.33) },
      { name: 'usage rule', points: pointsOf(0.16), role: 'baseline' },
      { name: 'observable ceiling', points: pointsOf(0.49), role: 'ceiling' },
    ],
    baseRate: 0.031,
    operatingPoint: { recall: 0.15, precision: 0.32, label: 'queue of 200' },
  }),
  reliability: reliability({
    methods: ['raw score', 'isotonic'].map((name, m) => ({
      name,
      bins: Array.from({ length: 10 }, (_, i) => {
        const meanScore = 0.004 * 1.62 ** i;
        const observedRate = m === 1 ? meanScore * (1 + wave(i, 0.06)) : meanScore * 0.55 + 0.006;
        const half = 0.006 + observedRate * 0.14;
        return { meanScore, observedRate, low: Math.max(0, observedRate - half), high: observedRate + half };
      }),
    })),
    histogram: Array.from({ length: 40 }, (_, i) => ({
      from: i * 0.009,
      to: (i + 1) * 0.009,
      count: Math.round(9000 * Math.exp(-i / 3.6)),
    })),
  }),
  'queue-length': queueLength({
    lengths,
    policies: [
      { name: 'gradient boosting', precision: queuePrecision(0.33), netValue: netValue(0.33) },
      { name: 'usage rule', precision: queuePrecision(0.2), netValue: netValue(0.2), role: 'baseline' },
    ],
    achievablePrecision: lengths.map((n) => Math.min(n, 340) / n),
    chosen: { length: 200, label: 'capacity 200' },
  }),
  backtest: backtest({
    metric: 'Precision at 200',
    periods: weeks.map((week) => `week ${week}`),
    series: [
      {
        name: 'gradient boosting',
        values: weeks.map((_, i) => 0.27 + wave(i, 0.02)),
        low: weeks.map((_, i) => 0.22 + wave(i, 0.02)),
        high: weeks.map((_, i) => 0.325 + wave(i, 0.02)),
      },
      { name: 'usage rule', values: weeks.map((_, i) => 0.16 + wave(i, 0.015)), role: 'baseline' },
      { name: 'observable ceiling', values: weeks.map((_, i) => 0.31 + wave(i, 0.018)), role: 'ceiling' },
    ],
    threshold: { value: 0.12, label: 'alarm' },
  }),
  fan: fan({
    quantity: 'Nodes',
    periods: weeks.map((week) => `week ${week}`),
    band: {
      name: 'where four hours in five were expected',
      low: weeks.map((_, i) => 90 + wave(i, 12)),
      high: weeks.map((_, i) => 240 + wave(i, 25)),
    },
    lines: [
      { name: 'planned', values: weeks.map((_, i) => 205 + wave(i, 20)) },
      { name: 'oracle', role: 'ceiling', values: weeks.map((_, i) => 198 + wave(i + 1, 20)) },
    ],
    outcome: {
      name: 'best in hindsight',
      values: weeks.map((_, i) => 200 + wave(i + 2, 30)),
      low: weeks.map((_, i) => 95 + wave(i + 2, 15)),
      high: weeks.map((_, i) => 232 + wave(i + 2, 30)),
    },
  }),
  calendar: calendar({
    folds: [1, 2, 3, 4, 5].map((fold) => {
      const test = 75 + fold * 13;
      return {
        name: fold === 5 ? 'final' : `fold ${fold}`,
        windows: [
          { kind: 'train', from: 12, to: test - 38 },
          { kind: 'gap', from: test - 38, to: test - 24 },
          { kind: 'calibration', from: test - 24, to: test - 14 },
          { kind: 'gap', from: test - 14, to: test },
          { kind: 'test', from: test, to: test + 12 },
          { kind: 'label', from: test + 12, to: Math.min(test + 26, 156) },
        ] as const,
      };
    }),
    nowWeek: 156,
  }),
  'heat-map': heatMap({
    metric: 'Pages of a team, by day',
    periods: Array.from({ length: 21 }, (_, day) => `${day + 1} Apr`),
    rows: ['team-07', 'team-12', 'team-03'].map((name, team) => ({
      name,
      counts: Array.from({ length: 21 }, (_, day) => [0, 0, 1, 0, 3, 0, 0, 2][(5 * day + 3 * team) % 8]),
    })),
    limit: 2,
  }),
  ladder: barsWithIntervals({
    metric: 'Average precision, with 95% interval',
    bars: [
      { name: 'prevalence', value: 0.031, low: 0.028, high: 0.034 },
      { name: 'usage ratio', value: 0.104, low: 0.09, high: 0.12 },
      { name: 'hand-written rule', value: 0.126, low: 0.11, high: 0.143 },
      { name: 'logistic regression', value: 0.197, low: 0.176, high: 0.218 },
      { name: 'gradient boosting', value: 0.242, low: 0.219, high: 0.266, emphasis: true },
    ],
    reference: { value: 0.271, label: 'ceiling' },
  }),
  contributions: contributions({
    base: -3.41,
    steps: [
      { name: 'active users, 28 days / 84 days', effect: 1.12, found: '0.31' },
      { name: 'scheduled jobs deleted', effect: 0.64, found: '7' },
      { name: 'days to renewal', effect: 0.38, found: '71' },
      { name: 'weekly sign-ins', effect: -0.27, found: '4.5' },
      { name: 'support tickets', effect: 0.19, found: '3' },
      { name: 'all others', effect: -0.08 },
    ],
    unit: 'log-odds',
  }),
  timeline: timeline({
    quantity: 'Minutes',
    points: Array.from({ length: 30 }, (_, i) => ({
      atMs: Date.UTC(2024, 3, 20 + i / 3, 8 * (i % 3)),
      value: i === 12 ? 190 : 40 + wave(i, 6) + (i > 17 && i < 23 ? 55 : 0),
      expected: i === 12 ? 170 : 40 + wave(i + 1, 4),
      limit: i === 12 ? 240 : 62 + wave(i + 1, 5),
      kind: i > 17 && i < 23 ? 'a slowed run' : 'a run',
    })),
    band: 'from the expected minutes to their 99 % quantile',
    kinds: ['a run', 'a slowed run'],
    episode: { fromMs: Date.UTC(2024, 3, 25, 20), toMs: Date.UTC(2024, 3, 27, 14), label: 'broken code' },
    marks: [
      { by: 'old rule pages', atMs: Date.UTC(2024, 3, 24), value: 120 },
      { by: 'model pages', atMs: Date.UTC(2024, 3, 26), value: 64 },
    ],
  }),
  factors: contributions({
    base: Math.log(100),
    steps: [
      { name: 'bytes', effect: Math.log(4.6) },
      { name: 'workers', effect: Math.log(0.8) },
    ],
    ...{ unit: 'Minutes', areLogs: true, ends: ['usual of this job', 'should take'] },
  }),
  sensitivity: sensitivity({
    assumption: 'cost of one contact',
    multipliers: [0.25, 0.5, 1, 2, 4],
    policies: [
      { name: 'gradient boosting', netValue: [131e3, 101e3, 41e3, -79e3, -319e3] },
      { name: 'usage rule', netValue: [62e3, 32e3, -28e3, -148e3, -388e3], role: 'baseline' },
    ],
    flips: [{ multiplier: 1.34 }],
  }),
};

export async function demoPage(): Promise<Page> {
  const names = Object.keys(demoCharts);
  const drawn = new Map<string, Awaited<ReturnType<typeof renderChart>>>();
  for (const name of names) drawn.set(name, await renderChart(demoCharts[name]));
  const figure = (name: string, caption: string, reading: string) =>
    ({ kind: 'figure', name, chart: drawn.get(name)!, caption, reading }) as const;
  return {
    title: 'Which 200 cases should the team look at on Monday?',
    subtitle: 'Invented numbers · 14,982 cases · decided in week 156',
    source: '../src',
    decision: {
      verdict: 'Promote the challenger',
      tone: 'go',
      text: 'In a queue of 200 it finds **23 more true cases a week** than the rule it replaces, and its gap closed is 85%. The interval of the difference excludes zero in every fold.',
      tiles: [
        { label: 'Precision at 200', value: percent(0.273), detail: range([0.224, 0.322], percent) },
        { label: 'Rule, same weeks', value: percent(0.158), detail: range([0.121, 0.196], percent) },
        { label: 'Net value a week', value: usd(41_200), detail: range([18_400, 63_900], usd) },
        { label: 'Gap closed', value: percent(0.85, 0), detail: 'of rule to ceiling' },
      ],
    },
    glossary: {
      'gap closed':
        '(model − baseline) / (ceiling − baseline): 0 is no better than the baseline, 1 is all that can be known.',
      ceiling:
        'What a perfect reader of the available data would score. Nobody can beat it except by luck or by a leak.',
      'base rate': 'The share of positives among all cases.',
    },
    sections: [
      {
        title: 'Is it better than what we have?',
        blocks: [
          {
            kind: 'paragraph',
            text: 'Every step of the ladder is scored on the same weeks. The ceiling stands beside it, since a score alone does not say how much is left to gain. The column `ap_delta` is paired: both scores saw the same resample.',
          },
          figure(
            'ladder',
            'Boosting closes most of the distance between the rule and the ceiling.',
            'Longer is better; the thin line is the 95% interval.',
          ),
          {
            kind: 'table',
            caption: 'Average precision by step, with the paired difference to the step below',
            words: ['What it needs'],
            rows: [
              ['prevalence', '0.031 [0.028, 0.034]', '—', 'nothing'],
              ['hand-written rule', '0.126 [0.110, 0.143]', '+0.095', '`usage_28d / usage_84d`'],
              ['logistic regression', '0.197 [0.176, 0.218]', '+0.071', '15 features, standardised'],
              ['gradient boosting', '0.242 [0.219, 0.266]', '+0.045', '64 features'],
            ].map(([step, ap, difference, needs]) => ({
              Step: step,
              'Average precision': ap,
              Difference: difference,
              'What it needs': needs,
            })),
            emphasis: 3,
          },
          figure(
            'precision-recall',
            'The model leads where it is used, at the short end.',
            'Each curve starts at its most certain case, on the left; higher is better. At the base rate, choosing is no better than drawing lots.',
          ),
        ],
        code: ['ladder.ts', 'metrics/average-precision.ts'],
      },
      {
        title: 'Can its probabilities be believed?',
        blocks: [
          {
            kind: 'note',
            text: 'Reasons are not levers: a contribution says why a score is high, not what would lower it.',
          },
          figure(
            'reliability',
            'After isotonic calibration, 20% means 20%.',
            'Points on the grey diagonal are right; below it the score promises too much.',
          ),
          figure(
            'contributions',
            'One case, from the average score to its own.',
            'Each bar moves the score; orange raises it, blue lowers it.',
          ),
        ],
      },
      {
        title: 'What is it worth?',
        blocks: [
          figure(
            'queue-length',
            'The two hundredth case still pays for itself.',
            'Above: how many of the queue are true cases. Below: what acting on them is worth, after cost.',
          ),
          figure(
            'sensitivity',
            'The ranking of the two policies does not depend on the price; acting at all does.',
            'Where a line crosses zero, doing nothing is better.',
          ),
        ],
      },
      {
        title: 'Was the test fair?',
        blocks: [
          {
            kind: 'list',
            items: ['Windows never overlap a label that was not yet known.', 'The final weeks were scored once.'],
          },
          figure(
            'calendar',
            'No fold learns from weeks whose labels were unknown when it was decided.',
            'Each row is one fold; the grey gaps are as long as a label takes to mature.',
          ),
          figure(
            'backtest',
            'The lead holds in all twelve weeks.',
            'The band is the 95% interval; the dashed line is the best possible in that week.',
          ),
          figure(
            'fan',
            'The plan follows what comes, a little high.',
            'Each rule spans the hours as they turned out, between the same two quantiles as the band.',
          ),
          figure(
            'heat-map',
            'Pages come in heaps, to few teams.',
            'Each cell is a day of a team; an empty one was quiet.',
          ),
          figure(
            'timeline',
            'The old rule pages for a large input, the model for broken code.',
            'A page below its run came before the run had ended.',
          ),
          figure(
            'factors',
            'Four times the bytes ask for four times the minutes.',
            'Each bar multiplies what stands above it.',
          ),
          {
            kind: 'source',
            language: 'sql',
            source: "select case_id, score\nfrom scores\nwhere decided_at = '2026-11-22' and score < 1",
          },
        ],
      },
    ],
    footer: 'Seed 7. Repeat with `pnpm demo`.',
  };
}
