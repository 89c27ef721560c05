import * as report from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** The calendar of the folds, the test window week by week, and the same recipe in earlier quarters. */
export async function timeSection({ evaluation, ingested: { calendar } }: JudgedRun): Promise<report.Section> {
  const { backtest, rolling } = evaluation;
  const words = { step: 'week', rule: 'CSM rule', entities: 'accounts' };
  return {
    title: 'Does it hold over time?',
    code: ['stages/3-split.ts'],
    blocks: [
      await report.calendarFigure(calendar),
      ...(backtest.length > 1 ? [await report.stepsFigure(backtest, words)] : []),
      ...(rolling.length > 0 ? [report.rollingTable(rolling, words.rule)] : []),
    ],
  };
}
