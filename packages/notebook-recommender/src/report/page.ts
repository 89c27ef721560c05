import type { RunMetrics } from '@applied-modeling/command';
import { rungOf } from '@applied-modeling/evaluation';
import { describeFeatures } from '@applied-modeling/feature-store';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { pageFeatures, slateFeatures } from '../features.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { auditSettings } from '../settings.ts';
import { explainSections } from './explain.ts';
import { logSection } from './log.ts';
import { moneySections } from './money.ts';
import { onePageSections } from './one-page.ts';
import { rankingSection } from './ranking.ts';

/** The report of a run as a page: one slate first, then how good all are, what they are worth, and what the log can tell. */
export async function composePage(run: JudgedRun, metrics: RunMetrics): Promise<report.Page> {
  return report.runPage(run, metrics, {
    title: 'A blank notebook opens: what should we suggest?',
    source: '../../../packages/notebook-recommender/src',
    judged: `suggestions that were shown, on ${count(run.evaluation.pages)} blank pages`,
    champion: championName(run.standing, 'the rule in force'),
    tiles: tiles(run),
    sections: [
      ...(await onePageSections(run)),
      await rankingSection(run),
      ...(await moneySections(run)),
      await logSection(run),
      await report.calibrationSection(run.evaluation.calibration, ['suggestions', 'succeed']),
      ...(await explainSections(run)),
    ],
    audited: auditSettings,
    made: [report.featureTable([slateFeatures, pageFeatures].flatMap((set) => describeFeatures(set)))],
    glossary: GLOSSARY,
  });
}

const GLOSSARY = {
  succeeds: labelContract.event,
  'NDCG@5':
    'what the five notebooks of a slate are worth, each divided by the log of its place, of what the best five would be: 1 is perfect',
  'permitted catalogue': 'all notebooks that the user may open at that instant, retrieved or not',
  'success@5': 'chance that any of the five is looked at and succeeds',
  coverage: 'of the notebooks that were a candidate for anybody, the share that was shown to somebody',
  lottery:
    'the slates, one in twenty, whose top twenty are shuffled: the only ones from which the effect of a place can be learnt',
  propensity: 'the chance with which a notebook stood where it stood',
  'effective sample size': 'how many equally weighted slates would tell as much',
  oracle: 'somebody who knows what every notebook is worth; nobody who sees what can be seen comes near',
  [incumbentRule.name]: `the rule in force: \`ORDER BY ${incumbentRule.sql}\``,
};

function tiles({ evaluation }: JudgedRun): readonly report.Tile[] {
  const { ladder, retrieval, money, violations } = evaluation;
  const [model, rule] = [rungOf(ladder, 'model'), rungOf(ladder, 'incumbent')];
  return [
    { label: 'NDCG@5', value: decimal(model.ndcg.estimate), detail: `rule ${decimal(rule.ndcg.estimate)}` },
    {
      label: 'on new tasks',
      value: decimal(model.newTask?.ndcg.estimate),
      detail: rule.newTask ? `${estimate(rule.newTask.modelMinusThis)} to the rule` : 'unknown on your own data',
    },
    {
      label: 'retrieval finds',
      value: percent(retrieval.all),
      detail: `of the best five; ${count(violations)} permission violations`,
    },
    {
      label: 'net value',
      value: money ? usd(rungOf(money.priced, 'model').net.estimate) : '—',
      detail: money ? `rule ${usd(rungOf(money.priced, 'incumbent').net.estimate)}` : 'unknown on your own data',
    },
  ];
}
