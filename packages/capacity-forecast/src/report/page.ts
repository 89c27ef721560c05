import { DEFAULT_THRESHOLDS } from '@applied-modeling/feature-store';
import { estimate, featureTable, type Page, percent, range, runPage, type Tile, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { FEATURES } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';
import { costQuantile } from '../settings.ts';
import { explainSections } from './explain.ts';
import { forecastSection, timeSection } from './forecast.ts';
import { moneySection, priceSection } from './money.ts';
import type { RunMetrics } from './run-files.ts';
import { shortageSection } from './shortage.ts';

/** The report of a run as a page: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function composeReport(run: JudgedRun, metrics: RunMetrics): Promise<Page> {
  return runPage(run, metrics, {
    title: 'How many nodes to pre-provision in each region next week?',
    source: '../../../packages/capacity-forecast/src',
    judged: 'series-weeks, judged by the estimated demand of each hour',
    champion: championName(run.standing, 'the four-week rule'),
    offer: offer(run),
    tiles: tiles(run),
    glossary: GLOSSARY,
    made: [featureTable(FEATURES)],
    audited: { ...DEFAULT_THRESHOLDS, question: 'whether a week needs more than the structural forecast says' },
    sections: [
      await moneySection(run),
      await forecastSection(run),
      ...(await explainSections(run)),
      await timeSection(run),
      await shortageSection(run),
      await priceSection(run),
    ],
  });
}

const GLOSSARY = {
  'regret closed': '(best baseline − model) / (best baseline − oracle), of dollars',
  oracle:
    'the level of least expected cost for somebody who sees the hidden level of the series on the decision day and every event in the tables by then',
  'node-hours': 'nodes times hours',
  theta: 'a classic forecast: half the linear trend, and exponential smoothing of the rest',
};

/** Four figures beside the verdict. */
function tiles({ evaluation }: JudgedRun): readonly Tile[] {
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
function offer({ evaluation }: JudgedRun): string {
  const { estimate: less, low, high } = evaluation.incumbent.modelMinusThis;
  const saved = estimate({ estimate: -less, low: -high, high: -low }, usd);
  return `Over ${evaluation.weeks.length} weeks its levels cost ${saved} less than what was provisioned.`;
}
