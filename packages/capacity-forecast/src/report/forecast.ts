import * as report from '@applied-modeling/report';
import { decimal, percent } from '@applied-modeling/report';
import { offPromise } from '../evaluation/coverage.ts';
import type { JudgedRun } from '../pipeline.ts';
import { costQuantile, forecastLevels, plannedAt } from '../settings.ts';

/** The largest series week by week, and what each quantile covers. */
export async function forecastSection({ evaluation }: JudgedRun): Promise<report.Section> {
  return {
    title: 'Does the forecast hold what it promises?',
    code: ['stages/4-train.ts', 'stages/5-calibrate.ts'],
    blocks: [
      await fanFigure(evaluation),
      report.coverageTable(evaluation.coverage, costQuantile, COVERED),
      report.paragraph(whatIsCovered(evaluation)),
    ],
  };
}

function fanFigure({ fan: { series, weeks, ...fan } }: JudgedRun['evaluation']): Promise<report.Figure> {
  const told = { ...fan, periods: weeks.map((week) => `week ${week}`), levels: forecastLevels, planned: plannedAt };
  return report.levelsFan(told, {
    ...{ quantity: 'Nodes', outcomes: 'hours' },
    caption: `The largest series, ${series}: what was planned on each Thursday, and what came.`,
    reading:
      'A vertical line spans the hours of a week between the same two quantiles as the band; its dot is the level that would have cost least.',
  });
}

const COVERED = {
  outcomes: 'hours',
  rows: 'weeks',
  caption:
    'What lies under each quantile: hours, weeks that keep the promised share of them, and weekly peaks. The prices buy the hour; the other two are what people mistake it for. Pinball loss is in nodes.',
};

function whatIsCovered(evaluation: JudgedRun['evaluation']): string {
  const { planned, worstRegion, worstWeek } = evaluation;
  return (
    `At five to one, the business bought ${percent(costQuantile)} of hours: it found ${percent(planned.outcome)}, in ${percent(planned.row, 0)} of the weeks at least that share, and the peak hour in ${percent(planned.peak, 0)} of them. ` +
    `The region covered least is ${worstRegion.region} with ${percent(worstRegion.coverage)}, the week covered least ${worstWeek.week} with ${percent(worstWeek.coverage)}.`
  );
}

/** Coverage week by week, the same recipe fitted earlier, and the calendar of the folds. */
export async function timeSection({ evaluation, ingested: { calendar } }: JudgedRun): Promise<report.Section> {
  return {
    title: 'Does it hold over time?',
    code: ['stages/3-split.ts'],
    blocks: [await coverageFigure(evaluation), fitsTable(evaluation), await report.calendarFigure(calendar)],
  };
}

function coverageFigure({ weeks, coverageByWeek }: JudgedRun['evaluation']): Promise<report.Figure> {
  return report.coverageFigure(coverageByWeek, costQuantile, {
    ...{ periods: weeks.map((week) => `week ${week}`), metric: 'Hours at or under the planned level' },
    caption: `Coverage by week, all series together: off its promise by ${percent(offPromise(coverageByWeek))} (root mean square).`,
  });
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
