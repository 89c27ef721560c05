import { type Decision, decide, estimate, percent, range, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { costQuantile } from '../settings.ts';

/** The verdict on top of the page, with four figures beside it. */
export function decision({ evaluation, audit, gate }: JudgedRun): Decision {
  const { estimate: less, low, high } = evaluation.policies.find(({ role }) => role === 'incumbent')!.modelMinusThis;
  const saved = estimate({ estimate: -less, low: -high, high: -low }, usd);
  return decide({
    audit,
    gate,
    incumbent: 'four-week rule',
    offer: `Over ${evaluation.weeks.length} weeks its levels cost ${saved} less than what was provisioned.`,
    tiles: tilesOf(evaluation),
  });
}

function tilesOf({
  policies,
  bestBaseline,
  regretClosed,
  shortage,
  weeks,
}: JudgedRun['evaluation']): Decision['tiles'] {
  const model = policies.find(({ role }) => role === 'model')!;
  const best = policies.find(({ name }) => name === bestBaseline)!;
  const oracle = policies.find(({ role }) => role === 'oracle');
  return [
    {
      label: `idle and unmet nodes, ${weeks.length} weeks`,
      value: usd(model.costUsd.estimate),
      detail: `${bestBaseline} ${usd(best.costUsd.estimate)}${oracle ? `, oracle ${usd(oracle.costUsd.estimate)}` : ''}`,
    },
    {
      label: 'regret closed',
      value: percent(regretClosed?.estimate, 0),
      detail: regretClosed
        ? `${range([regretClosed.low, regretClosed.high], (share) => percent(share, 0))}, from ${bestBaseline}`
        : 'unknown on your own data',
    },
    { label: 'hours covered', value: percent(1 - model.shortShare), detail: `promised ${percent(costQuantile)}` },
    {
      label: `right among the ${shortage.k} weeks it warns of`,
      value: percent(shortage.precisionAtK, 0),
      detail: `by recent stock-outs ${percent(shortage.precisionAtKOfStockouts, 0)}; at most ${percent(shortage.achievable, 0)}`,
    },
  ];
}
