import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { decimal, estimate, percent, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Every pager at the same budget, and how precision and money move with it and with the price of a page. */
export async function budgetSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { budgets, pagePrice, perDay } = evaluation.paging;
  const queueLengths = { lengths: budgets.perDay, policies: budgets.pagers };
  const [byBudget, byPrice] = await report.queueFigures(
    { queueLengths, sensitivity: pagePrice },
    {
      act: 'page',
      axis: 'Pages a day',
      chosen: { length: perDay, label: 'budget' },
      caption: 'Precision and money from a quarter to four times the budget.',
      reading:
        'From some length on who pages more often is right less often, and still earns as long as the next page is worth its price. A jump in money is one page: told of a regression, somebody spares the runs after it.',
    },
  );
  return {
    title: 'What does the budget buy?',
    code: ['evaluation/paging.ts', 'evaluation/price-pages.ts', 'prices.ts'],
    blocks: [report.paragraph(whoWins(evaluation)), ladder(evaluation), byBudget, byPrice],
  };
}

function whoWins({ paging, policies }: JudgedRun['evaluation']): string {
  const { modelTimesThis, modelMinusThis } = rungOf(paging.priced, 'incumbent');
  return `Everybody may wake people as often: each pager gets the cut-off that fits the budget of ${decimal(paging.perDay, 1)} pages a day. The model is right ${estimate(modelTimesThis, (one) => decimal(one, 1))} times as often as the rule in force and earns ${estimate(modelMinusThis, usd)} more; dollars are luck as well: its best page alone brings ${usd(rungOf(policies, 'model').largestUsd)}.`;
}

function ladder({ paging: { priced }, policies }: JudgedRun['evaluation']): report.Block {
  return report.table({
    caption:
      'Pagers at the budget; 95 % intervals resample incidents, or jobs where none is known, so that the eighty runs of a bad pool count as one. “Said twice” tells a team of what it knows.',
    rows: priced.map(({ name, precision, modelTimesThis, net, role }, at) => ({
      pager: name,
      'precision [95 %]': estimate(precision, (one) => percent(one, 0)),
      'model ÷ this': role === 'model' ? '—' : estimate(modelTimesThis, (one) => decimal(one, 1)),
      'of the page-worthy': percent(policies[at].recall, 0),
      'said twice': percent(policies[at].duplicateShare),
      'net [95 %]': estimate(net, usd),
    })),
    emphasis: priced.findIndex(({ role }) => role === 'model'),
  });
}
