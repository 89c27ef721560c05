import { meanOf, rungOf } from '@applied-modeling/evaluation';
import { replayFigures } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, range, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import type { PolicyCost } from './domain.ts';
import { judgeGate } from './evaluation/gate.ts';
import { readFailures } from './failure-modes/failures.ts';
import { FEATURES } from './features.ts';
import * as label from './label.ts';
import type { JudgedRun } from './pipeline.ts';
import * as pricing from './prices.ts';
import type { RunMetrics } from './report/run-files.ts';
import * as settings from './settings.ts';
import { REPLAYS_FILE } from './stages/9-monitor.ts';

export type AnswerFacts = report.AnswerFacts<RunMetrics>;

/** The strong answer in seven parts, about 600 words: `answer/*.md`. */
export const { codeValues, writeAnswer, answerOf } = report.declareAnswer<JudgedRun, RunMetrics>({
  parts: new URL('../answer/', import.meta.url),
  values: { label, settings, prices: pricing },
  figuresOf,
  figuresOfWorlds: acrossUntunedWorlds,
});

/** Dollars of levels that differ by a thousandth: `$33.97M`. */
export function millions(usd: report.Measured): string {
  return `$${decimal(usd && usd / 1e6, 2)}M`;
}

/** What `pnpm capacity:seeds` keeps of a world nobody tuned to. */
export type SeedRun = report.UntunedWorld &
  Pick<RunMetrics, 'metrics' | 'policies' | 'ships' | 'ships_by_truth'> & { readonly seed: number };

/** Of `seeds.json`: what is claimed of the levels is claimed of five worlds. */
export function acrossUntunedWorlds(): report.Figures {
  const seeds = report.readUntunedWorlds<SeedRun>(new URL('../seeds.json', import.meta.url));
  const saved = (by: string, against: string, digits = 1) => {
    const share = ({ metrics }: SeedRun) => 1 - Number(metrics[`${by}_usd`]) / Number(metrics[`${against}_usd`]);
    return meanAndRange(seeds.over(share), (value) => percent(value, digits));
  };
  const countOf = (is: (world: SeedRun) => boolean) => `${seeds.worlds.filter(is).length} of ${seeds.worlds.length}`;
  return {
    seeds_known: saved('best_simpler_cost', 'incumbent_cost'),
    seeds_known_best: saved('best_simpler_cost', 'best_baseline_cost'),
    seeds_learnt: saved('cost', 'best_simpler_cost', 2),
    seeds_left: saved('oracle_cost', 'cost', 2),
    seeds_ship: countOf(({ ships }) => ships === 'ridge'),
    seeds_same: countOf(({ ships, ships_by_truth }) => ships === ships_by_truth),
    seeds_expected: meanAndRange(seeds.metric('forecast_over_observed'), (value) => decimal(value, 2)),
    seeds_gate: seeds.gate,
    ...replayedFailures(),
    ...replayFigures(REPLAYS_FILE, 'false_alarms', 'watched_worlds'),
  };
}

/** Of `failures.json`: dollars of the careless way in its backtest and live, and of the correct one live. */
function replayedFailures(): report.Figures {
  const worlds = readFailures();
  const { censoredSpiral: loop, launchLeak: leak, wrongLoss: loss } = meanOf(worlds);
  const cells = (...dollars: readonly report.Measured[]) => dollars.map((one) => usd(one)).join(' | ');
  return {
    failure_worlds: count(worlds.length),
    loop: cells(loop.careless.offlineUsd, loop.careless.liveUsd, loop.correct.liveUsd),
    leak: cells(leak?.careless.offline.touchedUsd, leak?.careless.live.touchedUsd, leak?.correct.touchedUsd),
    loss_mape: percent(loss?.careless.mape, 0),
    loss: cells(loss?.careless.usd, loss?.correct.usd),
    loss_right_mape: percent(loss?.correct.mape, 0),
  };
}

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, set } = run;
  const { train, calibration } = run.model.fold.fold;
  const { shortage, policies, shipping, byTruth } = evaluation;
  const { labelContract } = label;
  const { model, incumbent, bestBaseline: best, bestSimpler: simpler, oracle, planned } = evaluation;
  const costs = ({ name, cost }: PolicyCost) => {
    const twin = byTruth?.policies.find((policy) => policy.name === name);
    return `${millions(cost.estimate)} | ${millions(twin?.cost.estimate)}`;
  };
  const inTruth = { ...evaluation, ...byTruth, shortage: { ...shortage, ...byTruth } };
  const usual = { champion: championName(run.standing, 'the rule'), maturesAfterDays: label.maturesAfterDays };
  const excess = (role: 'ablation' | 'careless') => usd(rungOf(policies, role).cost.estimate - model.cost.estimate);
  return {
    ...report.usualFigures(run, { ...usual, shipped: shortage.calibration.shipped }),
    series: count(set.seriesIds.length),
    idle_price: `$${decimal(pricing.prices.idleNodeHourUsd, 2)}`,
    unmet_price: `$${decimal(pricing.prices.unmetNodeHourUsd, 2)}`,
    promised: percent(settings.costQuantile),
    test_weeks: count(evaluation.weeks.length),
    model_cost: costs(model),
    incumbent_cost: costs(incumbent),
    best_simpler: simpler.name,
    simpler_cost: costs(simpler),
    simpler_excess: range([-simpler.modelMinusThis.high, -simpler.modelMinusThis.low], usd),
    best_baseline: best.name,
    best_baseline_cost: costs(best),
    oracle_cost: oracle ? costs(oracle) : '—',
    ships_by_truth: byTruth?.shipping.ships.name ?? '—',

    hours: count(label.HOURS),
    lead_days: count(labelContract.leadDays),
    window_days: count(labelContract.windowDays),
    correction_days: count(labelContract.correctionDays),
    short_share: percent(label.shortWeek.hoursShare, 0),
    short_rate: percent(shortage.baseRate),
    short_rate_as_planned: percent(shortage.baseRateAsPlanned),

    sources: count(new Set(FEATURES.map(({ source }) => source)).size),

    train_weeks: range([train.first, train.last], count),
    ships: shipping.ships.name,
    gbm_minus_best: `${estimate(shipping.modelMinusBest, usd)}`,
    best_of_simpler: shipping.bestSimpler.name,
    block_weeks: count(settings.resampling.blockLength),
    structural_excess: excess('ablation'),
    careless_excess: excess('careless'),

    breaker_times: count(settings.breakerSettings.mostTimes),
    conformal_group: settings.conformalSettings.groupBy,
    calibration_weeks: range([calibration.first, calibration.last], count),
    covered: percent(planned.outcome),
    average_precision: estimate(shortage.averagePrecision),
    stockouts_average_precision: decimal(shortage.averagePrecisionOfStockouts?.estimate),
    oracle_average_precision: decimal(shortage.averagePrecisionOfOracle?.estimate),
    reviewed: count(shortage.k),
    review_precision: percent(shortage.precisionAtK),
    review_expected: percent(shortage.calibration.top.predicted),
    true_review: percent(byTruth?.calibration.top.observed),
    true_gate: byTruth && judgeGate(inTruth, run.audit).passed ? 'passes too' : 'would not pass',
    true_slope: estimate(byTruth?.calibration.shipped.slope),
    expected_rate: percent(shortage.calibration.inTheLarge.predicted),
    review_achievable: percent(shortage.achievable, 0),
  };
}
