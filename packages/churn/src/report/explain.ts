import { applyCalibrator, take, tellingCases } from '@applied-modeling/evaluation';
import { explainRows, gainImportance } from '@applied-modeling/gbm';
import * as report from '@applied-modeling/report';
import { percent, usd } from '@applied-modeling/report';
import { newestQueue } from '../evaluation/newest-queue.ts';
import type { JudgedRun } from '../pipeline.ts';

/** Rows whose contributions are averaged, and accounts of this week's queue that are shown. */
const SAMPLE = 20;
const SHOWN = 10;

/** What the model uses, three accounts it judged, and whom it would have called this Monday. */
export async function explainSections(run: JudgedRun): Promise<readonly report.Section[]> {
  const { model, refit, set, final, ingested, audit } = run;
  const { booster } = model;
  if (booster === undefined || !audit.passed) return [];
  const names = { names: set.names, words: WORDS };
  const { rows, told } = casesOf(run);
  const every = Uint32Array.from(
    { length: SAMPLE },
    (_, n) => final.test[Math.floor((n * final.test.length) / SAMPLE)],
  );
  const gains = gainImportance(booster);
  const all = gains.reduce((sum, { totalGain }) => sum + totalGain, 0);
  const queue = await newestQueue(ingested, refit, SHOWN);
  return [
    await report.explainSection({
      ...names,
      unit: 'log-odds',
      step: '0.7 more doubles the odds',
      gain: Object.fromEntries(gains.map(({ feature, totalGain }) => [feature, totalGain / all])),
      sample: explainRows(booster, set, every),
      cases: { ...explainRows(booster, set, rows), told },
      code: ['report/explain.ts', 'evaluation/newest-queue.ts'],
    }),
    ...(queue ? [queueOf(names, queue)] : []),
  ];
}

/** The safest account, the riskiest, and the one the model was most mistaken about. */
function casesOf({ model, set, final: { test } }: JudgedRun): { rows: Uint32Array; told: readonly string[] } {
  const chance = applyCalibrator(model.calibrator, model.scorer.margin(set, test));
  const outcome = take(set.y, test);
  const { highest, lowest, surprising } = tellingCases(chance, outcome);
  const tell = (title: string, at: number) =>
    `**${title}**, ${set.accountId[test[at]]} in week ${set.week[test[at]]}: ${percent(chance[at])}, and it ${outcome[at] === 1 ? 'collapsed' : 'stayed'}`;
  const shown = { Low: lowest, High: highest, ...(surprising !== undefined && { Surprising: surprising }) };
  return {
    rows: Uint32Array.from(Object.values(shown), (at) => test[at]),
    told: Object.entries(shown).map(([title, at]) => tell(title, at)),
  };
}

type Queue = NonNullable<Awaited<ReturnType<typeof newestQueue>>>;

function queueOf(names: report.FeatureNames, { accountId, probability, atRiskUsd, explained }: Queue): report.Section {
  const rows = accountId.map((account, at) => ({
    account,
    chance: percent(probability[at], 0),
    'revenue at risk': usd(atRiskUsd[at]),
  }));
  const caption =
    'The ten accounts with the most revenue at risk on the Monday after the history, by the model that is registered.';
  return {
    title: 'Whom to call this week?',
    code: ['evaluation/newest-queue.ts'],
    blocks: [report.reasonedTable(names, explained, rows, { caption, sign: 1 })],
  };
}

/** What the names of features do not say. */
const WORDS = {
  log_baseline_dbu: 'usual usage, DBU a day in logs',
  jobs_share_84d: 'share of usage from jobs, 84 days',
  sql_share_84d: 'share of usage from SQL, 84 days',
  high_severity_tickets_28d: 'severe tickets, 28 days',
  segment_rank: 'segment, small to enterprise',
  tenure_days: 'days as a customer',
  days_to_commit_end: 'days to the end of the contract',
  days_since_contact: 'days since the last contact',
};
