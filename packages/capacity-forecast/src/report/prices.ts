import * as report from '@applied-modeling/report';
import { count, decimal, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';

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
