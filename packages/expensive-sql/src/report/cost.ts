import * as report from '@applied-modeling/report';
import { count, decimal, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** How far off the forecasts of the cost itself are, and of which queries nobody knows it. */
export function costSection({ evaluation: { qError, unknown } }: JudgedRun): report.Section {
  const share = (of: number) => `${percent(of / unknown.all)} (${count(of)})`;
  return {
    title: 'How far off is the cost itself?',
    code: ['evaluation/q-error.ts', 'training-set/censoring.ts'],
    blocks: [
      report.table({
        caption: `Q-error: by what factor a forecast is off, either way; 1 is right. Of ${count(qError.queries)} queries that ran to their end.`,
        rows: qError.forecasts.map(({ name, known, p50, p90, p99 }) => ({
          forecast: name,
          'has one for': percent(known),
          median: decimal(p50, 2),
          '90 %': decimal(p90, 1),
          '99 %': decimal(p99, 1),
        })),
      }),
      report.paragraph(
        `Of the test days' ${count(unknown.all)} queries ${share(unknown.cached)} were answered by the result cache and have no cost of their own, ${share(unknown.cut)} were cut short below the limit, and ${share(unknown.unread)} have a text the parser cannot read: they fail open, and nobody scores them. Queries that were cut short are not counted as cheap: others of the same application that got as far stand for them.`,
      ),
    ],
  };
}
