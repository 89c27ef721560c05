import { rungOf, type StepRange } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, range, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import type { PolicyCost } from './domain.ts';
import { offPromise } from './evaluation/coverage.ts';
import { spokenOf } from './evaluation/spoken-of.ts';
import { FEATURES } from './features.ts';
import { plannedBooster } from './forecast/plan.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import { whoWins } from './report/prices.ts';
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

/** The strong answer in seven parts, about 600 words: `answer/*.md` with these figures. Links lead to files under `source`. */
export function writeAnswer({ figures }: AnswerFacts, source = 'src'): string {
  return report.writeAnswer(new URL('../answer/', import.meta.url), figures, source);
}

function figuresOf({ evaluation, ingested, final, model, audit, gate, set, standing }: JudgedRun): report.Figures {
  const { shortage, fungible, policies, worstRegion } = evaluation;
  const { labelContract } = label;
  const { costQuantile } = settings;
  const { model: gbm, incumbent, best, oracle, planned } = spokenOf(evaluation);
  const [ablation, careless] = [rungOf(policies, 'ablation'), rungOf(policies, 'careless')];
  const excess = (other: PolicyCost) => usd(other.costUsd.estimate - gbm.costUsd.estimate);
  const { multipliers, replanned } = evaluation.sensitivity;
  const nodesAt = (by: number) => replanned.nodes[multipliers.indexOf(by)];
  const [feature] = audit.singleFeatureAucs;
  const {
    gapSteps,
    final: { test },
  } = ingested.calendar;
  const { trees, bestIteration = trees.length - 1 } = plannedBooster(model);
  return {
    series: count(set.seriesIds.length),
    idle_price: `$${decimal(pricing.prices.idleNodeHourUsd, 2)}`,
    unmet_price: `$${decimal(pricing.prices.unmetNodeHourUsd, 2)}`,
    promised: percent(costQuantile),
    test_weeks: count(test.last - test.first + 1),
    model_cost: usd(gbm.costUsd.estimate),
    incumbent_cost: usd(incumbent.costUsd.estimate),
    incumbent_excess: range([-incumbent.modelMinusThis.high, -incumbent.modelMinusThis.low], usd),
    best_baseline: best.name,
    best_baseline_cost: usd(best.costUsd.estimate),
    oracle_cost: usd(oracle?.costUsd.estimate),
    regret_closed: estimate(evaluation.regretClosed, (share) => percent(share, 0)),

    hours: count(label.HOURS),
    matures_days: count(label.maturesAfterDays),
    lead_days: count(labelContract.leadDays),
    window_days: count(labelContract.windowDays),
    correction_days: count(labelContract.correctionDays),
    gap_weeks: count(gapSteps),
    short_share: percent(label.shortWeek.hoursShare, 0),
    short_rate: percent(shortage.baseRate),
    short_rate_as_planned: percent(shortage.baseRateAsPlanned),

    features: count(FEATURES.length),
    sources: count(new Set(FEATURES.map(({ source }) => source)).size),
    best_feature_auc: `${decimal(feature?.auc)} (\`${feature?.name ?? 'none'}\`)`,
    feature_fingerprint: set.fingerprint.slice(0, 12),

    quantiles: settings.trainSettings.quantiles.map((level) => percent(level, 0)).join(', '),
    trees: count(bestIteration + 1),
    train_weeks: weeks(final.fold.train),
    structural_excess: excess(ablation),
    careless_excess: excess(careless),
    least_mape:
      ablation.mape < gbm.mape
        ? `By MAPE the structural forecast wins (${percent(ablation.mape, 0)} against ${percent(gbm.mape, 0)}): a percentage error rewards levels that are too low.`
        : '',
    earlier_coverage: evaluation.rolling
      .slice(0, -1)
      .map(({ coverage }) => percent(coverage))
      .join(' and '),

    conformal_group: settings.conformalSettings.groupBy,
    calibration_weeks: weeks(final.fold.calibration),
    covered: percent(planned.hour),
    covered_weeks: percent(planned.week, 0),
    covered_peaks: percent(planned.peak, 0),
    worst_region: worstRegion.region,
    worst_region_coverage: percent(worstRegion.coverage),
    average_precision: estimate(shortage.averagePrecision),
    stockouts_average_precision: decimal(shortage.averagePrecisionOfStockouts?.estimate),
    oracle_average_precision: decimal(shortage.averagePrecisionOfOracle?.estimate),
    reviewed: count(shortage.k),
    review_precision: percent(shortage.precisionAtK, 0),
    review_achievable: percent(shortage.achievable, 0),
    calibration_error: percent(shortage.calibration.shipped.expectedCalibrationError),
    slope: estimate(shortage.calibration.shipped.slope),

    gate: gate.passed
      ? 'The gate passed, so the new version is offered as `challenger`'
      : 'The gate did not pass, so the new version is kept out',
    champion: championName(standing, 'the rule'),
    price_flips: whoWins(evaluation),
    doubled_price_nodes: percent(nodesAt(2) / nodesAt(1) - 1, 0),
    pooling: percent(fungible.sumOfQuantiles / fungible.quantileOfSum - 1, 0),

    audit: audit.passed ? 'passed' : 'was refused',
    coverage_spread: percent(offPromise(evaluation.coverageByWeek)),
    adaptive_spread: percent(offPromise(evaluation.adaptiveCoverageByWeek)),
  };
}

function weeks({ first, last }: StepRange): string {
  return `${first} to ${last}`;
}
