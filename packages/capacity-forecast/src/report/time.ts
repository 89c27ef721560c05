import * as report from '@applied-modeling/report';
import { decimal, percent } from '@applied-modeling/report';
import { offPromise } from '../evaluation/coverage.ts';
import type { JudgedRun } from '../pipeline.ts';
import { costQuantile } from '../settings.ts';

/** Coverage week by week, the same recipe fitted earlier, and the calendar of the folds. */
export async function timeSection({ evaluation, ingested: { calendar } }: JudgedRun): Promise<report.Section> {
  const { rolling, final, gapSteps, historySteps } = calendar;
  return {
    title: 'Does it hold over time?',
    code: ['stages/3-split.ts'],
    blocks: [
      await coverageFigure(evaluation),
      fitsTable(evaluation),
      await report.calendarFigure({ folds: [...rolling, final], gapSteps, now: historySteps }),
    ],
  };
}

function coverageFigure({ weeks, coverageByWeek }: JudgedRun['evaluation']): Promise<report.Figure> {
  const spec = report.backtest({
    metric: 'Hours at or under the planned level',
    fromZero: false,
    periods: weeks.map((week) => `week ${week}`),
    series: [{ name: 'planned', values: coverageByWeek }],
    threshold: { value: costQuantile, label: `promised ${percent(costQuantile)}` },
  });
  return report.figure(
    'coverage-over-time',
    spec,
    `Coverage by week, all series together: off its promise by ${percent(offPromise(coverageByWeek))} (root mean square).`,
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
