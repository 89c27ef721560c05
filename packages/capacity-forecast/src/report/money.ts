import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';

/** What every way to choose levels costs, from what was provisioned up to the oracle, and MAPE beside the dollars. */
export async function moneySection({ evaluation }: JudgedRun): Promise<report.Section> {
  return {
    title: 'What do the levels cost?',
    code: ['stages/6-evaluate.ts'],
    blocks: [
      report.paragraph(introduction(evaluation)),
      report.paragraph(`The ${evaluation.shipping.ships.name} ships: ${whyItShips(evaluation)}.`),
      await report.levelsFigure(
        evaluation.policies,
        `${evaluation.weeks.length} weeks`,
        'Idle and unmet nodes in dollars, on the same series and weeks.',
        'The thin line is the 95 % interval from resampling whole weeks: the series of a week share their shocks.',
      ),
      ladder(evaluation),
      report.paragraph(`By the true demand, which only a simulation knows: ${whatTruthAdds(evaluation)}.`),
    ],
  };
}

function introduction({ regretClosed, bestBaseline }: JudgedRun['evaluation']): string {
  const judged =
    'Every level is charged for the nodes that waited and for the demand it could not serve, as estimated from usage, failures and stock-outs: a company sees no more.';
  return regretClosed
    ? `${judged} The oracle knows the hidden level of every series on the Thursday; nobody can plan better on average. The model closes ${estimate(regretClosed, (share) => percent(share, 0))} of the way from the best baseline, ${bestBaseline.name}, to it.`
    : `${judged} On your own data nobody knows what an oracle would have planned: there is no regret to close.`;
}

/** The GBM ships only where its paired interval against the best simpler model excludes 0. */
export function whyItShips({ shipping }: JudgedRun['evaluation']): string {
  return report.whyItShips(shipping, { better: 'cheaper', write: usd });
}

/** What a simulation can add to what a company sees. */
export function whatTruthAdds({ byTruth, shortage }: JudgedRun['evaluation']): string {
  if (byTruth === null) return 'unknown on your own data, and no part of any decision';
  const { shipping, model, regretClosed, calibration } = byTruth;
  const slopes = [shortage.calibration, calibration].map(({ shipped }) => estimate(shipped.slope));
  return `${shipping.ships.name} would ship, and what ships costs ${usd(model.cost.estimate)} and closes ${percent(regretClosed?.estimate, 0)} of the regret; its chances have slope ${slopes[1]}, against ${slopes[0]} by the estimate`;
}

function ladder({ policies, byTruth }: JudgedRun['evaluation']): report.Block {
  return report.table({
    caption:
      'The ladder. “On usage” learns what was served and forgets who was turned away. “Structural” is the forecast that multiplier, ridge and GBM correct, announced launches and signed tenants included: a part of the model and no baseline. MAPE decides nothing: a percentage error rewards levels that are too low, because an unmet node counts no more than an idle one.',
    rows: report.levelRows(policies).map((row, at) => ({
      ...row,
      ...(byTruth && { 'true cost': usd(byTruth.policies[at].cost.estimate) }),
    })),
    emphasis: policies.findIndex(({ role }) => role === 'model'),
  });
}

/** What happens to the decision when the prices are wrong, and when nodes can be moved between regions. */
export async function priceSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { sensitivity, shipping, bestBaseline } = evaluation;
  const [idle, unmet] = [prices.idleNodeHourUsd, prices.unmetNodeHourUsd].map((usd) => `$${decimal(usd, 2)}`);
  const assumed = `An idle node-hour is assumed to cost ${idle} and an unmet one ${unmet}; only their ratio moves the level.`;
  return {
    title: 'What if the prices are wrong?',
    code: ['prices.ts'],
    blocks: [
      report.paragraph(`${assumed} ${report.tellCheapest(sensitivity, 'unmet node-hour')}`),
      ...(await report.levelsSweepBlocks(sensitivity, 'unmet node-hour', {
        model: shipping.ships.name,
        shown: [bestBaseline.name],
      })),
      report.paragraph(pool(evaluation)),
    ],
  };
}

function pool({ fungible: { sumOfQuantiles, quantileOfSum } }: JudgedRun['evaluation']): string {
  return (
    `Nodes stand in one region and one family, so every series gets its own quantile. A budget that can be moved needs less: covering each series nine hours in ten takes ${count(sumOfQuantiles)} nodes, covering the pooled demand nine hours in ten ${count(quantileOfSum)}. ` +
    `Whoever signs a commitment for the sum of the quantiles buys ${percent(sumOfQuantiles / quantileOfSum - 1)} too much.`
  );
}
