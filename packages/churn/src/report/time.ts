import * as charts from '@applied-modeling/report';
import { type Block, decimal, renderChart, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** The calendar of the folds, the test window week by week, and the same recipe in earlier quarters. */
export async function timeSection({ evaluation, ingested }: JudgedRun): Promise<Section> {
  return {
    title: 'Does it hold over time?',
    code: [{ label: '3-split.ts', href: '../../../packages/churn/src/stages/3-split.ts' }],
    blocks: [
      await calendarFigure(ingested.calendar),
      ...(evaluation.backtest.length > 1 ? [await weeklyFigure(evaluation.backtest)] : []),
      ...(evaluation.rolling.length > 0 ? [rollingTable(evaluation.rolling)] : []),
    ],
  };
}

async function calendarFigure(calendar: JudgedRun['ingested']['calendar']): Promise<Block> {
  const chart = await renderChart(
    charts.calendar({
      nowWeek: calendar.historyWeeks,
      folds: [...calendar.rolling, calendar.final].map(({ name, train, calibration, test }) => ({
        name,
        windows: [
          { kind: 'train', from: train.firstWeek, to: train.lastWeek + 1 },
          { kind: 'gap', from: train.lastWeek + 1, to: calibration.firstWeek },
          { kind: 'calibration', from: calibration.firstWeek, to: calibration.lastWeek + 1 },
          { kind: 'gap', from: calibration.lastWeek + 1, to: test.firstWeek },
          { kind: 'test', from: test.firstWeek, to: test.lastWeek + 1 },
          { kind: 'label', from: test.lastWeek + 1, to: test.lastWeek + 1 + calendar.gapWeeks },
        ],
      })),
    }),
  );
  return {
    kind: 'figure',
    name: 'calendar',
    chart,
    caption:
      'Every window is a label horizon away from the next, so nothing learns from an outcome that was not known yet.',
  };
}

async function weeklyFigure(weeks: JudgedRun['evaluation']['backtest']): Promise<Block> {
  const ceiling = weeks.flatMap(({ observable }) => observable ?? []);
  const chart = await renderChart(
    charts.backtest({
      metric: 'average precision',
      periods: weeks.map(({ week }) => `week ${week}`),
      series: [
        {
          name: 'model',
          role: 'score',
          values: weeks.map(({ model }) => model.estimate),
          low: weeks.map(({ model }) => model.low),
          high: weeks.map(({ model }) => model.high),
        },
        { name: 'CSM rule', role: 'baseline', values: weeks.map(({ rule }) => rule) },
        ...(ceiling.length === weeks.length ? [{ name: 'ceiling', role: 'ceiling', values: ceiling } as const] : []),
      ],
    }),
  );
  return {
    kind: 'figure',
    name: 'backtest',
    chart,
    caption: 'Week by week through the test window.',
    reading: 'Bands are 95 % intervals from resampling the accounts of that week.',
  };
}

function rollingTable(rolling: JudgedRun['evaluation']['rolling']): Block {
  return {
    kind: 'table',
    caption:
      'The same recipe fitted and judged earlier, with less history each time; each is named by its first test week. The bootstrap cannot know this spread.',
    table: {
      columns: [
        { title: 'fold' },
        { title: 'model', align: 'right' },
        { title: 'CSM rule', align: 'right' },
        { title: 'ceiling', align: 'right' },
      ],
      rows: rolling.map((fold) => [
        fold.name,
        decimal(fold.averagePrecision),
        decimal(fold.rule),
        decimal(fold.observable),
      ]),
    },
  };
}
