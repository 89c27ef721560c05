import { percent, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Three readings of one word, side by side. */
export function labelSection({ evaluation }: JudgedRun): Section {
  return {
    title: 'Which label?',
    code: [{ label: 'label.ts', href: '../../../packages/churn/src/label.ts' }],
    blocks: [
      {
        kind: 'table',
        caption:
          'Three readings of “churn” on all account-weeks with usage. A label that is mostly plain to see already makes metrics splendid and the queue useless.',
        table: {
          columns: [
            { title: 'label' },
            { title: 'base rate', align: 'right' },
            { title: 'plain to see at the decision', align: 'right' },
            { title: 'also a usage collapse', align: 'right' },
          ],
          rows: evaluation.labels.map((one) => [
            one.label,
            percent(one.baseRate),
            percent(one.alreadyGone),
            percent(one.agreesWithUsage),
          ]),
        },
      },
    ],
  };
}
