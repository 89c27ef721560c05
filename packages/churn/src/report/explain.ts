import { take } from '@applied-modeling/evaluation';
import { explainRows, gainImportance } from '@applied-modeling/gbm';
import * as report from '@applied-modeling/report';
import { percent, usd } from '@applied-modeling/report';
import { type NewestQueue, newestQueue } from '../evaluation/newest-queue.ts';
import type { JudgedRun } from '../pipeline.ts';

/** Accounts of this week's queue that are shown. */
const SHOWN = 10;

/** What the model uses, three accounts it judged, and whom it would have called this Monday. */
export async function explainSections(run: JudgedRun): Promise<readonly report.Section[]> {
  const { model, refit, set, final, ingested, audit } = run;
  const { booster } = model;
  if (booster === undefined || !audit.passed) return [];
  const names = { names: set.names, words: WORDS };
  const rows = final.test;
  const [margin, outcome] = [model.scorer.margin(set, rows), take(set.y, rows)];
  const queue = await newestQueue(ingested, refit, run.evaluation.effects, SHOWN);
  return [
    await report.explainChances({
      ...{ ...names, rows, margin, calibrator: model.calibrator, outcome },
      gain: gainImportance(booster),
      tell: (at, chance) =>
        `${set.accountId[rows[at]]} in week ${set.week[rows[at]]}: ${percent(chance)}, and it ${outcome[at] === 1 ? 'collapsed' : 'stayed'}`,
      explain: (some) => explainRows(booster, set, some),
      code: ['report/explain.ts', 'evaluation/newest-queue.ts'],
    }),
    ...(queue ? [queueOf(names, queue)] : []),
  ];
}

function queueOf(
  names: report.FeatureNames,
  { accountId, probability, worthUsd, explained }: NewestQueue,
): report.Section {
  const rows = accountId.map((account, at) => ({
    account,
    chance: percent(probability[at], 0),
    'a contact is worth': usd(worthUsd[at]),
  }));
  const caption =
    'The ten accounts for which a contact is worth most on the Monday after the history, by the model that is registered.';
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
