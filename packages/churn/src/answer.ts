import { rungOf, type StepRange } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, range, signed, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import { shippedQueue } from './evaluation/queue-money.ts';
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
  return report.answerFacts(metrics, { world, ...codeValues }, figuresOf(run, metrics));
}

/** The strong answer in seven parts, about 600 words: `answer/*.md` with these figures. Links lead to files under `source`. */
export function writeAnswer({ figures }: AnswerFacts, source = 'src'): string {
  return report.writeAnswer(new URL('../answer/', import.meta.url), figures, source);
}

function figuresOf(
  { evaluation, ingested, final, model, audit, gate, set, standing }: JudgedRun,
  metrics: RunMetrics,
): report.Figures {
  const { ceilings, sensitivity, money } = evaluation;
  const gbm = rungOf(evaluation.ladder, 'model');
  const rule = rungOf(evaluation.ladder, 'incumbent');
  const logistic = rungOf(evaluation.ladder, 'simple');
  const queue = shippedQueue(money);
  const [usage, closure, renewal] = set.labels;
  const { shipped, alternatives } = evaluation.calibration;
  const [alternative = shipped] = alternatives;
  const [best] = audit.singleFeatureAucs;
  const { test } = ingested.calendar.final;
  const { bestIteration } = model.booster ?? {};
  return {
    slots: count(evaluation.k),
    eligible: count(evaluation.eligiblePerWeek),
    test_decisions: count(metrics.rows.test),
    base_rate: percent(evaluation.baseRate),
    model_precision: percent(gbm.precisionAtK, 0),
    rule_precision: percent(rule.precisionAtK, 0),
    average_precision: estimate(gbm.averagePrecision),
    rule_average_precision: decimal(rule.averagePrecision.estimate),
    ceiling: decimal(ceilings?.observable.estimate),
    gap_closed: percent(ceilings?.gapClosed, 0),
    queue_precision: percent(queue?.precision, 0),
    test_weeks: count(test.last - test.first + 1),
    net_value: estimate(queue?.net, usd),
    contacts: count(queue?.contacts),
    contact_price: `$${pricing.prices.contactUsd}`,

    window_starts: count(label.labelContract.leadDays),
    window_ends: count(label.labelEndsAfterDays),
    collapse_ratio: percent(label.labelContract.collapseRatio, 0),
    baseline_days: count(label.labelContract.baselineDays),
    matures_days: count(label.maturesAfterDays),
    minimum_usage_ratio: percent(label.eligibility.minimumUsageRatio28To84, 0),
    already_gone: percent(usage.alreadyGone, 0),
    closure_rate: percent(closure.baseRate),
    closure_agrees: percent(closure.agreesWithUsage, 0),
    non_renewal_rate: percent(renewal.baseRate),
    non_renewal_agrees: percent(renewal.agreesWithUsage, 0),

    features: count(set.names.length),
    sources: count(new Set(churnFeatures.views.map(({ source }) => source)).size),
    best_feature_auc: best ? `${decimal(best.auc)} (\`${best.name}\`)` : 'what too few collapses can tell',
    feature_fingerprint: set.fingerprint.slice(0, 12),

    trees: bestIteration === undefined ? 'a second engine' : `${bestIteration + 1} trees`,
    train_weeks: weeks(final.fold.train),
    logistic_average_precision: decimal(logistic.averagePrecision.estimate),
    model_minus_logistic: decimal(logistic.modelMinusThis.estimate),
    model_minus_logistic_interval: range([logistic.modelMinusThis.low, logistic.modelMinusThis.high]),
    earlier: evaluation.rolling.map(({ averagePrecision }) => decimal(averagePrecision)).join(', '),

    calibrator: CALIBRATORS[shipped.method],
    calibration_weeks: weeks(final.fold.calibration),
    slope: estimate(shipped.slope),
    calibration_error: percent(shipped.expectedCalibrationError, 2),
    brier: decimal(shipped.brierScore, 4),
    alternative: `${CALIBRATORS[alternative.method]}${alternative.method === 'platt' ? ', which assumes a shape' : ''}`,
    alternative_brier: decimal(alternative.brierScore, 4),
    factual_average_precision: decimal(evaluation.factual.averagePrecision),

    gap_weeks: count(ingested.calendar.gapSteps),
    gate: gate.passed
      ? 'The gate passed, so the new version is offered as `challenger`'
      : 'The gate did not pass, so the new version is kept out',
    champion: championName(standing, 'the rule'),
    price_flips: priceFlips(sensitivity),

    audit: audit.passed ? 'passed' : 'was refused',
    naive_joins: naiveJoins(),
  };
}

function weeks({ first, last }: StepRange): string {
  return `${first} to ${last}`;
}

const CALIBRATORS = {
  isotonic: 'smoothed isotonic regression',
  platt: "Platt's sigmoid",
  none: 'the sigmoid alone',
} as const;

function priceFlips({ flips, best, multipliers }: JudgedRun['evaluation']['sensitivity']): string {
  if (flips.length === 0)
    return `Between a quarter and four times the price of a contact the best queue stays ${best[multipliers.indexOf(1)]}`;
  const told = flips.map(
    ({ multiplier, label }) => `${decimal(multiplier, 2)} times the price of a contact (${label})`,
  );
  return `The decision flips at ${told.join('; ')}`;
}

/** Of `failures.json`: one world shows a mechanism, twenty show how often the sign holds. */
function naiveJoins(): string {
  const { worlds, honest, careless } = summariseNaiveJoin(readFailures());
  const joins = careless.map(({ name, offline, live, worldsBetterOffline }) => {
    const promised = `${name} ${signed(offline - honest)} offline, better in ${worldsBetterOffline}`;
    return live === null ? promised : `${promised}, and ${decimal(live)} live`;
  });
  return `(means of ${worlds} small worlds, where the honest join scores ${decimal(honest)}): ${joins.join('; ')}`;
}
