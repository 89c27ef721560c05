import { rungOf, type StepRange } from '@applied-modeling/evaluation';
import { replayFigures } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, range, signed } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import type { ContactEffect } from './evaluation/contact-effect.ts';
import { shippedQueue } from './evaluation/money.ts';
import { FAILURES, readFailures, summariseFailures, summariseNaiveJoin } from './failure-modes/failures-summary.ts';
import { churnFeatures } from './features.ts';
import { watchList } from './incumbent.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import type { RunMetrics } from './report/run-files.ts';
import * as settings from './settings.ts';
import { REPLAYS_FILE } from './stages/9-monitor.ts';

export type AnswerFacts = report.AnswerFacts<RunMetrics>;

/** The strong answer in seven parts, about 700 words: `answer/*.md`. */
export const { codeValues, writeAnswer, answerOf } = report.declareAnswer<JudgedRun, RunMetrics>({
  parts: new URL('../answer/', import.meta.url),
  values: { label, settings, prices: pricing },
  figuresOf,
  figuresOfWorlds,
});

const WATCHED_FIGURES = ['false_alarms', 'watched_worlds', 'turned_found', 'turned_after', 'unit_after'] as const;

/** The figures of many worlds, `seeds.json`, `failures.json` and `monitor.json`. */
export function figuresOfWorlds({ metrics }: Pick<AnswerFacts, 'metrics'>): report.Figures {
  const watched = replayFigures(REPLAYS_FILE, ...WATCHED_FIGURES);
  return { ...acrossUntunedWorlds(metrics.money), ...naiveJoins(), ...otherFailures(), ...watched };
}

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, ingested, final, model, set } = run;
  const gbm = rungOf(evaluation.ladder, 'model');
  const logistic = rungOf(evaluation.ladder, 'simple');
  const rule = rungOf(evaluation.ladder, 'incumbent');
  const [usage] = set.labels;
  const { shipped } = evaluation.calibration;
  const { test } = ingested.calendar.final;
  const testWeeks = test.last - test.first + 1;
  const { bestIteration } = model.booster ?? {};
  const { calibration } = final.fold;
  const champion = championName(run.standing, 'the rule');
  return {
    ...report.usualFigures(run, { champion, maturesAfterDays: label.maturesAfterDays, shipped }),
    slots: count(evaluation.k),
    eligible: count(evaluation.eligiblePerWeek),
    contacts_a_week: count(Math.round((shippedQueue(evaluation.money)?.served ?? 0) / testWeeks)),
    base_rate: percent(evaluation.baseRate),
    flag_tickets: count(watchList.tickets28d),
    flag_ratio: percent(watchList.usageRatio28To84, 0),
    rule_ap: decimal(rule.averagePrecision.estimate),
    rule_precision: percent(rule.precisionAtK, 0),
    logistic_ap: decimal(logistic.averagePrecision.estimate),
    logistic_precision: percent(logistic.precisionAtK, 0),
    oracle_ap: decimal(evaluation.ceilings?.observable.estimate),
    model_precision: percent(gbm.precisionAtK, 0),
    average_precision: estimate(gbm.averagePrecision),
    test_weeks: count(testWeeks),
    contact_price: `$${pricing.prices.contactUsd}`,
    gross_margin: percent(pricing.prices.grossMargin, 0),

    window_starts: count(label.labelContract.leadDays),
    window_ends: count(label.labelEndsAfterDays),
    collapse_ratio: percent(label.labelContract.collapseRatio, 0),
    baseline_days: count(label.labelContract.baselineDays),
    minimum_usage_ratio: percent(label.eligibility.minimumUsageRatio28To84, 0),
    minimum_last_week: percent(label.eligibility.minimumUsageRatio7To84, 0),
    already_gone: percent(usage.alreadyGone, 0),
    stopped_last_week: percent(usage.goneLastWeek / (1 - usage.alreadyGone + usage.goneLastWeek), 0),

    sources: count(new Set(churnFeatures.views.map(({ source }) => source.name)).size),
    logs_fresh: hoursOld('query_daily', 'jobs_daily', 'audit_daily'),
    billing_fresh: hoursOld('usage_daily'),
    nightly_fresh: hoursOld('tickets', 'contracts'),

    trees: bestIteration === undefined ? 'a second engine' : `${bestIteration + 1} trees`,
    train_weeks: weeks(final.fold.train),
    beats_simpler: logistic.modelMinusThis.low > 0 ? 'It does' : 'It does not',
    model_minus_logistic: decimal(logistic.modelMinusThis.estimate),
    model_minus_logistic_interval: range([logistic.modelMinusThis.low, logistic.modelMinusThis.high]),
    earlier: evaluation.rolling.map(({ averagePrecision }) => decimal(averagePrecision)).join(', '),

    ...report.calibratorFigures(evaluation.calibration, evaluation.calibratorMinusOther),
    calibration_weeks: weeks(calibration),
    effect_rows: evaluation.effects.map(tellEffect).join('\n'),

    price_flips: evaluation.sensitivity ? report.tellFlips(evaluation.sensitivity, 'a contact') : '',
  };
}

/** Hours that the newest row of some tables may be old, as the features declare it. */
function hoursOld(...tables: readonly string[]): string {
  const views = churnFeatures.views.filter(({ source }) => tables.includes(source.name));
  return count(Math.max(...views.map((view) => (view.kind === 'calendar' ? 0 : view.freshnessHours))));
}

function weeks({ first, last }: StepRange): string {
  return `weeks ${first} to ${last}`;
}

/** Of `seeds.json`: what is claimed of the model is claimed of five worlds. */
function acrossUntunedWorlds(money: RunMetrics['money']): report.Figures {
  const seeds = report.readUntunedWorlds(new URL('../seeds.json', import.meta.url));
  const ap = (rung: string) => meanAndRange(seeds.baseline(rung, 'average_precision'));
  const share = (name: string) => meanAndRange(seeds.metric(name), (value) => percent(value, 0));
  return {
    worlds_ap: ap('gbm'),
    worlds_logistic_ap: ap('logistic'),
    worlds_rule_ap: ap('csm_rule'),
    worlds_ceiling: meanAndRange(seeds.metric('observable_ceiling')),
    worlds_gap: share('gap_closed'),
    worlds_dollar_gap: share('dollar_gap_closed'),
    worlds_gate: seeds.gate,
    ...report.tellMoney(seeds, money),
  };
}

function tellEffect({ group, contacted, spared, measured, keptShare }: ContactEffect): string {
  const share = (value: report.Measured) => percent(value, 0);
  const shown = measured ? estimate(measured, share) : 'too few to say';
  const assumed = measured?.estimate === keptShare ? '' : ', assumed';
  return `| ${group} | ${shown} | ${count(contacted)}, ${count(spared)} | ${share(keptShare)}${assumed} |`;
}

/** Of `failures.json`: one world shows a mechanism, twenty show how often the sign holds. */
function naiveJoins(): report.Figures {
  const { worlds, honest, careless } = summariseNaiveJoin(readFailures());
  const rows = [
    ['honest', decimal(honest), '', decimal(honest)],
    ...careless.map(({ name, offline, gain, live }) => [
      ...[name, decimal(offline), estimate(gain, signed), live === null ? 'unknown' : decimal(live)],
    ]),
  ];
  return { naive_worlds: count(worlds), naive_rows: rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n') };
}

function otherFailures(): report.Figures {
  const { worlds, mean, gainUsd, contamination, drift, weeksNeeded } = summariseFailures(readFailures());
  const rows = FAILURES.map(({ mode, careless, correct }) => {
    const dollars = (['careless', 'correct'] as const).map((way) => report.usd(mean[mode][way].live.netUsd));
    return [careless, correct, ...dollars, `${gainUsd[mode].worldsBetter} of ${worlds}`];
  });
  const [naive, , weighted] = contamination.ways;
  const { month } = mean.underpoweredAudit;
  return {
    failure_rows: rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    naive_log_odds: decimal(-naive.logOdds.estimate, 2),
    true_log_odds: decimal(contamination.truth.estimate, 2),
    crises_collapsed: count(contamination.collapsed),
    crises_foretold: count(Math.round(naive.foretold)),
    crises_weighted: count(Math.round(weighted.foretold)),
    precision_gain: estimate(contamination.precisionGain, signed),
    ...{ slice_after: count(drift.after), slice_found: `${drift.found} of ${worlds}`, lost_found: count(drift.lost) },
    audit_weeks: count(Math.round(weeksNeeded)),
    audit_significant: percent(month.significantShare, 0),
    audit_exaggeration: decimal(month.exaggeration, 1),
  };
}
