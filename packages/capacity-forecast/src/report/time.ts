import * as report from '@applied-modeling/report';
import { decimal, percent } from '@applied-modeling/report';
import { offPromise } from '../evaluation/coverage.ts';
import type { JudgedRun } from '../pipeline.ts';
import { conformalSettings, costQuantile } from '../settings.ts';

/** Coverage week by week, the same recipe fitted earlier, and the calendar of the folds. */
export async function timeSection({ evaluation, ingested: { calendar } }: JudgedRun): Promise<report.Section> {
  const { rolling, final, gapSteps, historySteps } = calendar;
  return {
    title: 'Does it hold over time?',
    code: ['stages/3-split.ts'],
    blocks: [
      await coverageFigure(evaluation, gapSteps),
      fitsTable(evaluation),
      await report.calendarFigure({ folds: [...rolling, final], gapSteps, now: historySteps }),
    ],
  };
}

function coverageFigure(evaluation: JudgedRun['evaluation'], gapWeeks: number): Promise<report.Figure> {
  const { weeks, coverageByWeek, adaptiveCoverageByWeek } = evaluation;
  const spec = report.backtest({
    metric: 'Hours at or under the planned level',
    fromZero: false,
    periods: weeks.map((week) => `week ${week}`),
    series: [
      { name: 'planned', values: coverageByWeek },
      { name: 'adaptive', values: adaptiveCoverageByWeek },
    ],
    threshold: { value: costQuantile, label: `promised ${percent(costQuantile)}` },
  });
  const spread = (shares: readonly number[]) => percent(offPromise(shares));
  return report.figure(
    'coverage-over-time',
    spec,
    `Coverage by week, all series together: off its promise by ${spread(coverageByWeek)} (root mean square), by ${spread(adaptiveCoverageByWeek)} when the level follows its own misses.`,
    `The adaptive level moves by ${percent(conformalSettings.adaptiveStep, 0)} of each week's miss, which is ${gapWeeks} weeks old by then: a change of regime is noticed that late, and corrected.`,
  );
}

function fitsTable({ rolling }: JudgedRun['evaluation']): report.Block {
  return report.table({
    caption:
      'The same recipe fitted earlier, with less history each, and the one judged here, all by the estimated demand. The bootstrap cannot know this spread.',
    rows: rolling.map(({ name, coverage, pinballLoss }) => ({
      fold: name,
      'hours covered': percent(coverage),
      'pinball loss, nodes': decimal(pinballLoss, 2),
    })),
  });
}
