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
  'node-hours': 'nodes times hours',
  theta: 'a classic forecast: half the linear trend, and exponential smoothing of the rest',
};
