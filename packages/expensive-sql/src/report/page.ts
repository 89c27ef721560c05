import type { RunMetrics } from '@applied-modeling/command';
import { type RungRole, rungOf } from '@applied-modeling/evaluation';
import { describeFeatures } from '@applied-modeling/feature-store';
import * as report from '@applied-modeling/report';
import { count, decimal, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { queryFeatures } from '../features.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { auditSettings } from '../settings.ts';
import { costSection } from './cost.ts';
import { decisionSection, tellLead } from './decisions.ts';
import { explainSections } from './explain.ts';
import { rankingSection } from './ranking.ts';
import { statisticsSection } from './statistics.ts';

/** The report of a run as a page: the decision first, then what it is worth, then the evidence as a sceptic would ask for it. */
export async function composePage(run: JudgedRun, metrics: RunMetrics): Promise<report.Page> {
  return report.runPage(run, metrics, {
    title: 'Will this query be expensive, before it runs?',
    source: '../../../packages/expensive-sql/src',
    judged: `queries, ${count(run.evaluation.expensive)} of them expensive`,
    champion: championName(run.standing, `the ${incumbentRule.name} rule`),
    tiles: tiles(run),
    sections: [
      await decisionSection(run),
      await rankingSection(run),
      ...(await explainSections(run)),
      await report.calibrationSection(run.evaluation.calibration, ['queries', 'turn out expensive']),
      ...(await statisticsSection(run)),
      costSection(run),
    ],
    audited: auditSettings,
    made: [report.featureTable(describeFeatures(queryFeatures))],
    glossary: GLOSSARY,
  });
}

const GLOSSARY = {
  expensive: `takes ${labelContract.event}, whoever waits for it`,
  template: 'all texts that differ in literals, case, comments, white space, aliases or names of CTEs alone',
  'new template': 'one that taught the model nothing; what was logged of it since training is read all the same',
  'cold template': 'one of which nothing had been logged when the query was submitted',
  'observable ceiling': 'somebody who knows the rules of the world and sees the same data',
  'Q-error': 'max(forecast / cost, cost / forecast)',
  'heavy pool': 'machines on which a long query takes nothing from anybody, a minute later',
  ANALYZE: 'the command that counts a table for the optimizer; what it counted is as old as its last run',
};

function tiles({ evaluation }: JudgedRun): readonly report.Tile[] {
  const { ladder, newTemplates, gapClosed, money } = evaluation;
  const precision = (rungs: typeof ladder | null, role: RungRole) =>
    decimal(rungs ? rungOf(rungs, role).averagePrecision.estimate : undefined);
  const model = rungOf(money.placed.rungs, 'model');
  const known = gapClosed === null ? 'unknown on your own data' : 'from the rule to the ceiling';
  return [
    { label: 'average precision', value: precision(ladder, 'model'), detail: `rule ${precision(ladder, 'incumbent')}` },
    {
      label: 'on new templates',
      value: precision(newTemplates.ladder, 'model'),
      detail: `${percent(newTemplates.traffic)} of the traffic`,
    },
    { label: 'gap closed', value: percent(gapClosed, 0), detail: known },
    { label: 'net value', value: usd(model.net.estimate), detail: tellLead(money.placed) },
  ];
}
