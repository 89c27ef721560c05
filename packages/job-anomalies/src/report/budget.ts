import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { decimal, estimate, percent, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

type Paging = JudgedRun['evaluation']['paging'];

/** Every pager at the same budget, and how precision and money move with it and with the price of a page. */
export async function budgetSection({ evaluation: { paging } }: JudgedRun): Promise<report.Section> {
  const { budgets, pagePrice, perDay } = paging;
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
    code: ['evaluation/paging.ts', 'evaluation/judge-pagers.ts', 'prices.ts'],
    blocks: [report.paragraph(whoWins(paging)), ladder(paging), byBudget, byPrice],
  };
}

function whoWins({ policies, perDay }: Paging): string {
  const { modelTimesThis, modelMinusThis } = rungOf(policies, 'incumbent');
  return `Everybody may wake people as often: each pager gets the cut-off that fits the budget of ${decimal(perDay, 1)} pages a day. The model is right ${estimate(modelTimesThis, (one) => decimal(one, 1))} times as often as the z of the rule in force, asked at checkpoints, and earns ${estimate(modelMinusThis, usd)} more; dollars are luck as well: its best page alone brings ${usd(rungOf(policies, 'model').largestUsd)}.`;
}

function ladder({ policies }: Paging): report.Block {
  return report.table({
    caption:
      'Pagers at the budget; 95 % intervals resample incidents, or jobs where none is known, so that the eighty runs of a bad pool count as one. “Said twice” tells a team of what it knows.',
    rows: policies.map(({ name, role, precision, modelTimesThis, recall, duplicateShare, net }) => ({
      pager: name,
      'precision [95 %]': estimate(precision, (one) => percent(one, 0)),
      'model ÷ this': role === 'model' ? '—' : estimate(modelTimesThis, (one) => decimal(one, 1)),
      'of the page-worthy': percent(recall, 0),
      'said twice': percent(duplicateShare),
      'net [95 %]': estimate(net, usd),
    })),
    emphasis: policies.findIndex(({ role }) => role === 'model'),
  });
}
