import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { decimal, estimate, percent, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices, slateUsd } from '../prices.ts';

/** What slates are worth, and when to show none. Nothing on own data, where nobody knows what else would have helped. */
export async function moneySections({ evaluation }: JudgedRun): Promise<readonly report.Section[]> {
  const { money, pages } = evaluation;
  if (money === null) return [];
  const { priced, noiseSweep, breakEven } = money;
  const [model, rule] = [rungOf(priced, 'model'), rungOf(priced, 'incumbent')];
  return [
    {
      title: 'When is a slate worth reading, and what is that worth?',
      code: ['evaluation/money.ts', 'prices.ts', 'serving/slate.ts'],
      blocks: [
        report.paragraph(
          `A success saves ${prices.minutesSaved} minutes at $${decimal(prices.savedMinuteUsd, 2)}; reading five titles costs $${decimal(slateUsd(), 2)} whether they help or not. So a slate is shown from a chance of ${percent(breakEven)} on that anything on it helps. The model stays silent on ${percent(1 - model.served / pages, 0)} of the pages and earns ${estimate(rule.modelMinusThis, usd)} more than the rule.`,
        ),
        report.pricedTable(priced, PRICED),
        await report.priceFigure(noiseSweep, 'reading a slate', 'reading'),
      ],
    },
  ];
}

const PRICED = { by: 'slates by', acted: 'shown', caption: 'Net of the noise over the test days, by the truth.' };
