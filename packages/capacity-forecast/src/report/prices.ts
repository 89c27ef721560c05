import * as report from '@applied-modeling/report';
import { count, decimal, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices, servedShare } from '../prices.ts';

/** What happens to the decision when the prices are wrong, and when nodes can be moved between regions. */
export async function priceSection({ evaluation }: JudgedRun): Promise<report.Section> {
  return {
    title: 'What if the prices are wrong?',
    code: ['prices.ts'],
    blocks: [
      report.paragraph(
        `An idle node-hour is assumed to cost ${dollars(prices.idleNodeHourUsd)} and an unmet one ${dollars(prices.unmetNodeHourUsd)}; only their ratio moves the level. ${whoWins(evaluation)}`,
      ),
      await sweepFigure(evaluation),
      priceTable(evaluation),
      report.paragraph(pool(evaluation)),
    ],
  };
}

/** Among levels planned at today's price. */
function whoWins({ sensitivity: { multipliers, cheapest } }: Pick<JudgedRun['evaluation'], 'sensitivity'>): string {
  const firstOf = [...cheapest.keys()].filter((index) => cheapest[index] !== cheapest[index - 1]);
  const [first, ...others] = firstOf.map((index) => ({ name: cheapest[index], from: `×${multipliers[index]}` }));
  return others.length === 0
    ? `Of the levels as planned, those of ${first.name} stay cheapest from a quarter to four times the price of an unmet node-hour.`
    : `Of the levels as planned, the cheapest are those of ${[first, ...others].map(({ name, from }) => `${name} from ${from}`).join(', of ')} the price of an unmet node-hour.`;
}

function sweepFigure({ sensitivity, bestBaseline, shipping }: JudgedRun['evaluation']): Promise<report.Figure> {
  const { multipliers, policies, replanned } = sensitivity;
  const isTold = (name: string) => name === bestBaseline || sensitivity.cheapest.includes(name);
  const shown = policies.filter(({ name, role }) => isTold(name) || role === 'incumbent' || role in LINES);
  const spec = report.sensitivity({
    metric: 'Cost',
    assumption: 'price of an unmet node-hour',
    multipliers,
    policies: [
      ...shown.map(({ name, role, costUsd }) => ({ name, role: LINES[role] ?? 'baseline', netValue: costUsd })),
      { name: `${shipping.ships.name}, planned at that price`, netValue: replanned.costUsd },
    ],
  });
  return report.figure(
    'sensitivity',
    spec,
    'What the same levels cost when an unmet node-hour costs a quarter to four times as much.',
    'The distance between the two lines of the model is the price of believing the wrong price.',
  );
}

/** The quantile that is right at each price, and who wins there with levels planned at today's. */
function priceTable({ sensitivity: { multipliers, cheapest, replanned } }: JudgedRun['evaluation']): report.Block {
  return report.table({
    caption:
      'The quantile that is right at each price, and the cheapest of the levels that were planned at the price of today.',
    words: ['cheapest as planned'],
    rows: multipliers.map((by, at) => ({
      'unmet node-hour': dollars(by * prices.unmetNodeHourUsd),
      'right quantile': percent(servedShare(by)),
      'mean nodes at it': count(replanned.nodes[at]),
      'cheapest as planned': cheapest[at],
    })),
    emphasis: multipliers.indexOf(1),
  });
}

const LINES: Readonly<Record<string, 'score' | 'ceiling'>> = { model: 'score', oracle: 'ceiling' };

function pool({ fungible: { sumOfQuantiles, quantileOfSum } }: JudgedRun['evaluation']): string {
  return (
    `Nodes stand in one region and one family, so every series gets its own quantile. A budget that can be moved needs less: covering each series nine hours in ten takes ${count(sumOfQuantiles)} nodes, covering the pooled demand nine hours in ten ${count(quantileOfSum)}. ` +
    `Whoever signs a commitment for the sum of the quantiles buys ${percent(sumOfQuantiles / quantileOfSum - 1)} too much.`
  );
}

function dollars(usd: number): string {
  return `$${decimal(usd, 2)}`;
}
