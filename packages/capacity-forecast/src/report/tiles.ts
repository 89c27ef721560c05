import { estimate, percent, range, type Tile, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { costQuantile } from '../settings.ts';

/** Four figures beside the verdict. */
export function tiles({ evaluation }: JudgedRun): readonly Tile[] {
  const { model, bestBaseline: best, oracle, regretClosed, shortage, weeks } = evaluation;
  return [
    {
      label: `idle and unmet nodes, ${weeks.length} weeks`,
      value: usd(model.cost.estimate),
      detail: `${best.name} ${usd(best.cost.estimate)}${oracle ? `, oracle ${usd(oracle.cost.estimate)}` : ''}`,
    },
    {
      label: 'regret closed',
      value: percent(regretClosed?.estimate, 0),
      detail: regretClosed
        ? `${range([regretClosed.low, regretClosed.high], (share) => percent(share, 0))}, from ${best.name}`
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

/** Why the model should be offered. */
export function offer({ evaluation }: JudgedRun): string {
  const { estimate: less, low, high } = evaluation.incumbent.modelMinusThis;
  const saved = estimate({ estimate: -less, low: -high, high: -low }, usd);
  return `Over ${evaluation.weeks.length} weeks its levels cost ${saved} less than what was provisioned.`;
}
