import { percent, type Section, table } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Three readings of one word, side by side. */
export function labelSection({ set }: JudgedRun): Section {
  return {
    title: 'Which label?',
    code: ['label.ts'],
    blocks: [
      table({
        caption:
          'Three readings of “churn” on all account-weeks with usage. A label that is mostly plain to see already makes metrics splendid and the queue useless.',
        rows: set.labels.map((one) => ({
          label: one.label,
          'base rate': percent(one.baseRate),
          'plain to see at the decision': percent(one.alreadyGone),
          'also a usage collapse': percent(one.agreesWithUsage),
        })),
      }),
    ],
  };
}
