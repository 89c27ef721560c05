import type { RunMetrics } from '@applied-modeling/command';
import { rungOf } from '@applied-modeling/evaluation';
import { describeFeatures } from '@applied-modeling/feature-store';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { jobFeatures } from '../features.ts';
import { incumbentRule } from '../incumbent.ts';
import type { JudgedRun } from '../pipeline.ts';
import { auditSettings } from '../settings.ts';

/** The report of a run: the decision first, then the evidence in the order a sceptic would ask for it. */
export async function page(run: JudgedRun, metrics: RunMetrics): Promise<report.Page> {
  return report.runPage(run, metrics, {
    title: 'Page me when a job run is weirdly slow',
    source: '../../../packages/job-anomalies/src',
    judged: `checkpoints of ${count(run.evaluation.runs)} runs, ${count(run.evaluation.pageWorthyRuns)} of them worth a page`,
    champion: championName(run.standing, `the ${incumbentRule.name}`),
    offer: 'Every check of the gate passed.',
    tiles: tiles(run),
    sections: [budget(run), ranking(run), counterfactual(run), await calibration(run)],
    audited: auditSettings,
    made: [report.featureTable(describeFeatures(jobFeatures))],
    glossary: GLOSSARY,
  });
}

function tiles({ evaluation: { policies, gapClosed } }: JudgedRun): readonly report.Tile[] {
  const [model, rule] = [rungOf(policies, 'model'), rungOf(policies, 'incumbent')];
  return [
    {
      label: 'precision at the budget',
      value: percent(model.precision, 0),
      detail: `rule ${percent(rule.precision, 0)}`,
    },
    { label: 'pages a day', value: decimal(model.pagesPerDay, 1) },
    { label: 'minutes to detect', value: decimal(model.minutesToDetectP50 ?? undefined, 0), detail: 'median' },
    { label: 'gap closed', value: percent(gapClosed, 0), detail: 'from the rule to the ceiling' },
    { label: 'net value', value: usd(model.netUsd), detail: `rule ${usd(rule.netUsd)}` },
  ];
}

function budget({ evaluation }: JudgedRun): report.Section {
  const rows = evaluation.policies.map((policy) => ({
    pager: policy.name,
    pages: count(policy.pages),
    precision: percent(policy.precision, 0),
    'of the page-worthy': percent(policy.recall, 0),
    'minutes to detect': decimal(policy.minutesToDetectP50 ?? undefined, 0),
    'said twice': percent(policy.duplicateShare),
    net: usd(policy.netUsd),
  }));
  return {
    title: 'What does the budget buy?',
    code: ['evaluation/paging.ts', 'evaluation/money.ts'],
    blocks: [
      report.paragraph(
        'Everybody may wake people as often: each pager gets the cut-off that fits the budget. A job that paged is mute for a day; a team hears of a pool once.',
      ),
      report.table({ rows }),
    ],
  };
}

function ranking({ evaluation }: JudgedRun): report.Section {
  const rows = evaluation.ladder.map(({ name, averagePrecision, modelMinusThis }) => ({
    rung: name,
    'average precision': estimate(averagePrecision),
    'model − this': estimate(modelMinusThis),
  }));
  return {
    title: 'How well does it rank?',
    code: ['stages/6-evaluate.ts'],
    blocks: [
      report.table({ rows, caption: 'Every checkpoint of every test run; differences are paired by incident.' }),
    ],
  };
}

function counterfactual({ evaluation }: JudgedRun): report.Section {
  const rows = evaluation.coverage.map(({ band, covered, runs }) => ({
    'noise of the job': band,
    runs: count(runs),
    'no longer than the 99 % quantile': percent(covered),
  }));
  return {
    title: 'Does it know what a run should take?',
    code: ['stages/4-train.ts', 'training-set/page-features.ts'],
    blocks: [report.table({ rows, caption: 'Promised: 99 %, in every band.' })],
  };
}

async function calibration({ evaluation }: JudgedRun): Promise<report.Section> {
  const { shipped, alternatives, histogram } = evaluation.calibration;
  const methods = [shipped, ...alternatives].map((one) => ({ ...one, name: one.method }));
  return {
    title: 'Can a chance be multiplied by dollars?',
    code: ['stages/5-calibrate.ts'],
    blocks: await report.reliabilityBlocks(methods, histogram, ['checkpoints', 'end page-worthy']),
  };
}

const GLOSSARY = {
  'average precision': 'area under the precision-recall curve as a step function; a random order scores the base rate',
  checkpoint: 'a moment at which a run is looked at: its start, and 1, 1.5, 2 and 3 times its usual minutes',
  counterfactual: 'what the run should have taken, given its bytes, its workers and the calendar',
  'page-worthy': 'the minutes beyond that cost more than a page',
  'observable ceiling': 'somebody who knows the rules of the world and sees the same data',
};
