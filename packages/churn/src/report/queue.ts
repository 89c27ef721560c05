import * as report from '@applied-modeling/report';
import { percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';

const title = 'What is the queue worth?';

/** What the weekly queue is worth, by its length, by its order and by the price of a contact. */
export async function queueSection({ evaluation, ingested }: JudgedRun): Promise<report.Section> {
  const { money, queueLengths, sensitivity, k } = evaluation;
  if (queueLengths === null || sensitivity === null)
    return { title, blocks: [report.paragraph('Unknown: no account has a revenue. Add `arr_usd` to accounts.')] };
  const assumed = `On your own data a contact is assumed to keep ${percent(prices.saveRate, 0)} of the revenue at risk where your contacts do not tell: what it really keeps only an experiment can.`;
  return {
    title,
    code: ['evaluation/money.ts', 'evaluation/contact-effect.ts'],
    blocks: [
      report.paragraph(
        'The queue that is right most often need not be the one that earns most: highest risk first finds accounts that leave whatever anybody does. What ships is ordered by the worth of a contact: the chance of a collapse × the share of collapses that contacts prevented in the lottery of the watch-list × the yearly gross margin of the account.',
      ),
      ...(ingested.source.kind === 'files' ? [report.paragraph(assumed)] : []),
      ...(await report.queueBlocks(
        { money, queueLengths, sensitivity, k },
        'contact',
        'The test window; every account is contacted at most once. The riskiest accounts need not be the most valuable ones, nor those a contact helps most.',
      )),
    ],
  };
}
