import { DEFAULT_THRESHOLDS } from '@applied-modeling/feature-store';
import { featureTable, type Page, runPage } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { FEATURES } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';
import { explainSections } from './explain.ts';
import { forecastSection } from './forecast.ts';
import { moneySection } from './money.ts';
import { priceSection } from './prices.ts';
import type { RunMetrics } from './run-metrics.ts';
import { shortageSection } from './shortage.ts';
import { offer, tiles } from './tiles.ts';
import { timeSection } from './time.ts';

/** The report of a run as a page: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function composeReport(run: JudgedRun, metrics: RunMetrics): Promise<Page> {
  const { judgedBy } = run.evaluation;
  return runPage(run, metrics, {
    title: 'How many nodes to pre-provision in each region next week?',
    source: '../../../packages/capacity-forecast/src',
    judged: `series-weeks, judged by the ${judgedBy === 'truth' ? 'true' : 'estimated'} demand of each hour`,
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
  'pinball loss':
    'mean of level × shortfall or (1 − level) × excess, in nodes: least at the true quantile, and here the cost in other units',
  MAPE: 'mean absolute percentage error of the level as a forecast of the hours',
  'average precision': 'area under the precision-recall curve as a step function; a random order scores the base rate',
  'node-hours': 'nodes times hours',
  theta: 'a classic forecast: half the linear trend, and exponential smoothing of the rest',
  slope: 'how far apart the predicted chances lie: 1 is right, below 1 they are too extreme',
  Brier: 'mean squared distance between the chance and what happened, 0 or 1',
  isotonic: 'a step function that rises with the score, fitted to what happened and smoothed',
};
