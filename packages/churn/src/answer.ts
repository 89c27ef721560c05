import { halveSteps, type Interval, rungOf, type StepRange } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, range, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import type { ContactEffect } from './evaluation/contact-effect.ts';
import { shippedQueue } from './evaluation/money.ts';
import { readFailures, summariseNaiveJoin } from './failure-modes/failures-summary.ts';
import { churnFeatures } from './features.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import type { RunMetrics } from './report/run-metrics.ts';
import * as settings from './settings.ts';

/** Hashes of what the code says today; the world has one of its own, which a run carries. */
export const codeValues = report.hashModules({ label, settings, prices: pricing });

export type AnswerFacts = report.AnswerFacts<RunMetrics>;

export function answerFacts(run: JudgedRun, metrics: RunMetrics): AnswerFacts {
  const { source } = run.ingested;
  const world = source.kind === 'simulated' ? source.generator : null;
  return report.answerFacts(metrics, { world, ...codeValues }, figuresOf(run));
}

/** The strong answer in seven parts, about 700 words: `answer/*.md`. Links lead to files under `source`. */
export function writeAnswer(facts: AnswerFacts, source = 'src'): string {
  return report.writeAnswer(new URL('../answer/', import.meta.url), figuresToTell(facts), source);
}

/** The figures of a run beside those of many worlds, `seeds.json` and `failures.json`. */
export function figuresToTell({ figures, metrics }: AnswerFacts): report.Figures {
  return { ...figures, ...acrossUntunedWorlds(metrics.money), ...naiveJoins() };
}

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, ingested, final, model, audit, set } = run;
  const gbm = rungOf(evaluation.ladder, 'model');
  const logistic = rungOf(evaluation.ladder, 'simple');
  const [usage, closure, renewal] = set.labels;
  const { shipped, alternatives } = evaluation.calibration;
  const [alternative = shipped] = alternatives;
  const [best] = audit.singleFeatureAucs;
  const { test } = ingested.calendar.final;
  const testWeeks = test.last - test.first + 1;
  const { bestIteration } = model.booster ?? {};
  const { calibration } = final.fold;
  const arr = set.arrUsd.filter((_, row) => set.week[row] === test.last && set.arrUsd[row] > 0).sort();
  const tables = [...new Set(churnFeatures.views.map(({ source }) => source.name))].sort();
  const champion = championName(run.standing, 'the rule');
  return {
    ...report.usualFigures(run, { champion, maturesAfterDays: label.maturesAfterDays, shipped }),
    slots: count(evaluation.k),
    eligible: count(evaluation.eligiblePerWeek),
    contacts_a_week: count(Math.round((shippedQueue(evaluation.money)?.served ?? 0) / testWeeks)),
    base_rate: percent(evaluation.baseRate),
    model_precision: percent(gbm.precisionAtK, 0),
    average_precision: estimate(gbm.averagePrecision),
    test_weeks: count(testWeeks),
    contact_price: `$${pricing.prices.contactUsd}`,
    gross_margin: percent(pricing.prices.grossMargin, 0),
    median_arr: usd(arr[arr.length >> 1]),
    mean_arr: usd(arr.reduce((sum, value) => sum + value, 0) / arr.length),

    window_starts: count(label.labelContract.leadDays),
    window_ends: count(label.labelEndsAfterDays),
    collapse_ratio: percent(label.labelContract.collapseRatio, 0),
    baseline_days: count(label.labelContract.baselineDays),
    minimum_usage_ratio: percent(label.eligibility.minimumUsageRatio28To84, 0),
    minimum_last_week: percent(label.eligibility.minimumUsageRatio7To84, 0),
    already_gone: percent(usage.alreadyGone, 0),
    stopped_last_week: percent(usage.goneLastWeek / (1 - usage.alreadyGone + usage.goneLastWeek), 0),
    closure_rate: percent(closure.baseRate),
    closure_agrees: percent(closure.agreesWithUsage, 0),
    non_renewal_rate: percent(renewal.baseRate),
    non_renewal_agrees: percent(renewal.agreesWithUsage, 0),

    sources: count(tables.length),
    source_names: tables.map((name) => `\`${name}\``).join(', '),
    best_feature_auc: best ? `${decimal(best.auc)} (\`${best.name}\`)` : 'what too few collapses can tell',

    trees: bestIteration === undefined ? 'a second engine' : `${bestIteration + 1} trees`,
    train_weeks: weeks(final.fold.train),
    model_minus_logistic: decimal(logistic.modelMinusThis.estimate),
    model_minus_logistic_interval: range([logistic.modelMinusThis.low, logistic.modelMinusThis.high]),
    earlier: evaluation.rolling.map(({ averagePrecision }) => decimal(averagePrecision)).join(', '),

    calibrator: CALIBRATORS[shipped.method],
    stopping_weeks: weeks(halveSteps(calibration)[0]),
    calibration_weeks: weeks(halveSteps(calibration)[1]),
    brier: decimal(shipped.brierScore, 4),
    alternative: CALIBRATORS[alternative.method],
    alternative_brier: decimal(alternative.brierScore, 4),
    calibrator_verdict: verdict(evaluation.calibratorMinusOther),
    factual_average_precision: decimal(evaluation.factual.averagePrecision),
    effects: evaluation.effects.map(tellEffect).join('; '),

    price_flips: evaluation.sensitivity ? report.tellFlips(evaluation.sensitivity, 'a contact') : '',
  };
}

function weeks({ first, last }: StepRange): string {
  return `weeks ${first} to ${last}`;
}

const CALIBRATORS = {
  isotonic: 'smoothed isotonic regression (a rising step function)',
  platt: "Platt's sigmoid",
  none: 'the sigmoid alone',
} as const;

/** Of the Brier score of the other calibrator, given the shipped one's − that. */
function verdict({ low, high }: Interval): string {
  if (low <= 0 && high >= 0) return 'tied, the paired difference is within noise';
  return high < 0 ? 'worse by more than noise' : 'better by more than noise';
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
  const shown = measured ? estimate(measured, share) : 'too few';
  const assumed = measured?.estimate === keptShare ? '' : `, so the queue counts with an assumed ${share(keptShare)}`;
  return `${group}, ${shown} of collapses prevented (${count(contacted)} contacted, ${count(spared)} spared)${assumed}`;
}

/** Of `failures.json`: one world shows a mechanism, twenty show how often the sign holds. */
function naiveJoins(): report.Figures {
  const { worlds, honest, careless } = summariseNaiveJoin(readFailures());
  const joins = careless.map(({ name, gain, live }) => {
    const promised = `${name}: AP changes by ${estimate(gain)} offline`;
    return live === null ? promised : `${promised}, and is ${decimal(live)} live`;
  });
  return { naive_worlds: count(worlds), naive_honest: decimal(honest), naive_joins: joins.join('; ') };
}
