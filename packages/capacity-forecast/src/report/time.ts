import * as charts from '@applied-modeling/report';
import { type Block, decimal, percent, renderChart, type Section } from '@applied-modeling/report';
import { offPromise } from '../evaluation/coverage.ts';
import type { JudgedRun } from '../pipeline.ts';
import { conformalSettings, costQuantile } from '../settings.ts';

/** Coverage and cost week by week, the same recipe fitted earlier, and the calendar of the folds. */
export async function timeSection({ evaluation, ingested }: JudgedRun): Promise<Section> {
  return {
    title: 'Does it hold over time?',
    code: [{ label: '3-split.ts', href: '../../../packages/capacity-forecast/src/stages/3-split.ts' }],
    blocks: [
      await coverageFigure(evaluation, ingested.calendar.gapWeeks),
      await costFigure(evaluation),
      fitsTable(evaluation),
      await calendarFigure(ingested.calendar),
    ],
  };
}

async function coverageFigure(evaluation: JudgedRun['evaluation'], gapWeeks: number): Promise<Block> {
  const { weeks, coverageByWeek, adaptiveCoverageByWeek } = evaluation;
  const chart = await renderChart(
    charts.backtest({
      metric: 'Hours at or under the planned level',
      fromZero: false,
      periods: weeks.map((week) => `week ${week}`),
      series: [
        { name: 'planned', values: coverageByWeek },
        { name: 'adaptive', values: adaptiveCoverageByWeek },
      ],
      threshold: { value: costQuantile, label: `promised ${percent(costQuantile)}` },
    }),
  );
  const spread = (shares: readonly number[]) => percent(offPromise(shares));
  return {
    kind: 'figure',
    name: 'coverage-over-time',
    chart,
    caption: `Coverage by week, all series together: off its promise by ${spread(coverageByWeek)} (root mean square), by ${spread(adaptiveCoverageByWeek)} when the level follows its own misses.`,
    reading: `The adaptive level moves by ${percent(conformalSettings.adaptiveStep, 0)} of each week's miss, which is ${gapWeeks} weeks old by then: a change of regime is noticed that late, and corrected.`,
  };
}

async function costFigure({ weeks, weeklyCostUsd, bestBaseline }: JudgedRun['evaluation']): Promise<Block> {
  const chart = await renderChart(
    charts.backtest({
      metric: 'Cost of the week',
      format: '$.3~s',
      periods: weeks.map((week) => `week ${week}`),
      series: [
        { name: 'model', values: weeklyCostUsd.model },
        { name: bestBaseline, role: 'baseline', values: weeklyCostUsd.baseline },
        ...(weeklyCostUsd.oracle.length > 0
          ? [{ name: 'oracle', role: 'ceiling', values: weeklyCostUsd.oracle } as const]
          : []),
      ],
    }),
  );
  const ahead = weeklyCostUsd.model.filter((usd, week) => usd < weeklyCostUsd.baseline[week]).length;
  return {
    kind: 'figure',
    name: 'cost-over-time',
    chart,
    caption: `The model is cheaper than ${bestBaseline} in ${ahead} of ${weeks.length} weeks.`,
  };
}

function fitsTable({ rolling }: JudgedRun['evaluation']): Block {
  return {
    kind: 'table',
    caption:
      'The same recipe fitted earlier, with less history each, and the one judged here, all by the estimated demand. The bootstrap cannot know this spread.',
    table: {
      columns: [
        { title: 'fold' },
        { title: 'hours covered', align: 'right' },
        { title: 'pinball loss, nodes', align: 'right' },
      ],
      rows: rolling.map(({ name, coverage, pinballLoss }) => [name, percent(coverage), decimal(pinballLoss, 2)]),
    },
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
