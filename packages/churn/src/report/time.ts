import * as report from '@applied-modeling/report';
import { decimal } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** The calendar of the folds, the test window week by week, and the same recipe in earlier quarters. */
export async function timeSection({ evaluation, ingested: { calendar } }: JudgedRun): Promise<report.Section> {
  return {
    title: 'Does it hold over time?',
    code: ['stages/3-split.ts'],
    blocks: [
      await report.calendarFigure(calendar),
      ...(evaluation.backtest.length > 1 ? [await weeklyFigure(evaluation.backtest)] : []),
      ...(evaluation.rolling.length > 0 ? [rollingTable(evaluation.rolling)] : []),
    ],
  };
}

function weeklyFigure(weeks: JudgedRun['evaluation']['backtest']): Promise<report.Figure> {
  const ceiling = weeks.flatMap(({ observable }) => observable ?? []);
  const spec = report.backtest({
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
  });
  return report.figure(
    'backtest',
    spec,
    'Week by week through the test window.',
    'Bands are 95 % intervals from resampling the accounts of that week.',
  );
}

function rollingTable(rolling: JudgedRun['evaluation']['rolling']): report.Block {
  return report.table({
    caption:
      'The same recipe fitted and judged earlier, with less history each time; each is named by its first test week. The bootstrap cannot know this spread.',
    rows: rolling.map((fold) => ({
      fold: fold.name,
      model: decimal(fold.averagePrecision),
      'CSM rule': decimal(fold.rule),
      ceiling: decimal(fold.observable),
    })),
  });
}
