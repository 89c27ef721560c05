import { existsSync, readFileSync } from 'node:fs';
import { meanKnown, rungOf, type StepRange } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, range, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import type { PolicyCost } from './domain.ts';
import { offPromise } from './evaluation/coverage.ts';
import { spokenOf } from './evaluation/spoken-of.ts';
import { FEATURES } from './features.ts';
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
  return report.answerFacts(metrics, { world, ...codeValues }, { ...figuresOf(run), ...figuresOfSeeds(readSeeds()) });
}

/** The strong answer in seven parts, about 600 words: `answer/*.md` with these figures. Links lead to files under `source`. */
export function writeAnswer({ figures }: AnswerFacts, source = 'src'): string {
  return report.writeAnswer(new URL('../answer/', import.meta.url), figures, source);
}

/** Dollars of levels that differ by a thousandth: `$33.97M`. */
export function millions(usd: report.Measured): string {
  return `$${decimal(usd && usd / 1e6, 2)}M`;
}

/** What came out on the worlds nobody tuned to: `seeds.json`, written by `pnpm capacity:seeds`. */
export type SeedRun = Pick<RunMetrics, 'metrics' | 'policies' | 'ships'> & {
  readonly seed: number;
  readonly gate_passed: boolean;
};

function readSeeds(): readonly SeedRun[] {
  const file = new URL('../seeds.json', import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Of the five worlds: means, and from the least to the most. */
export function figuresOfSeeds(seeds: readonly SeedRun[]): report.Figures {
  const spread = (of: (seed: SeedRun) => number) => {
    const values = seeds.map(of);
    const range = { estimate: meanKnown(values), least: Math.min(...values), most: Math.max(...values) };
    return meanAndRange(range, (share) => percent(share, 0));
  };
  const figure = (name: string) => (seed: SeedRun) => seed.metrics[name] as number;
  const ships = [...new Set(seeds.map((seed) => seed.ships))].sort();
  return {
    seeds_closed: spread(figure('regret_closed')),
    seeds_closed_simpler: spread(figure('regret_closed_from_simpler')),
    seeds_saved: spread((seed) => 1 - figure('cost_usd')(seed) / figure('incumbent_cost_usd')(seed)),
    seeds_ship: ships
      .map((name) => `the ${name} ships in ${seeds.filter((one) => one.ships === name).length}`)
      .join(', '),
    seeds_gate: report.tellGates(seeds),
    seeds_adaptive: `${seeds.filter((seed) => figure('adaptive_gain')(seed) > 0).length} of ${seeds.length}`,
  };
}

function figuresOf({ evaluation, ingested, final, audit, gate, set, standing }: JudgedRun): report.Figures {
  const { shortage, fungible, policies, worstRegion, shipping, adaptiveGain } = evaluation;
  const { labelContract } = label;
  const { model, incumbent, best, simpler, oracle, planned } = spokenOf(evaluation);
  const [ablation, careless] = [rungOf(policies, 'ablation'), rungOf(policies, 'careless')];
  const excess = (other: PolicyCost) => usd(other.costUsd.estimate - model.costUsd.estimate);
  const { multipliers, replanned } = evaluation.sensitivity;
  const nodesAt = (by: number) => replanned.nodes[multipliers.indexOf(by)];
  const { gapSteps } = ingested.calendar;
  const points = (share: report.Measured) => decimal(share && 100 * share, 2);
  return {
    series: count(set.seriesIds.length),
    idle_price: `$${decimal(pricing.prices.idleNodeHourUsd, 2)}`,
    unmet_price: `$${decimal(pricing.prices.unmetNodeHourUsd, 2)}`,
    promised: percent(settings.costQuantile),
    test_weeks: count(evaluation.weeks.length),
    model_cost: millions(model.costUsd.estimate),
    incumbent_cost: millions(incumbent.costUsd.estimate),
    best_simpler: simpler.name,
    simpler_cost: millions(simpler.costUsd.estimate),
    simpler_excess: range([-simpler.modelMinusThis.high, -simpler.modelMinusThis.low], usd),
    best_baseline: best.name,
    best_baseline_cost: millions(best.costUsd.estimate),
    oracle_cost: millions(oracle?.costUsd.estimate),

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

    train_weeks: weeks(final.fold.train),
    ships: shipping.ships,
    gbm_minus_best: `${estimate(shipping.gbmMinusBest, usd)}`,
    best_of_simpler: shipping.bestSimpler,
    block_weeks: count(settings.resampling.blockLength),
    structural_excess: excess(ablation),
    careless_excess: excess(careless),
    least_mape:
      ablation.mape < model.mape
        ? `By MAPE (mean absolute percentage error) the structural forecast wins, ${percent(ablation.mape, 0)} against ${percent(model.mape, 0)}: percentages reward low levels.`
        : '',

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
      ? 'The gate passed, so the new version is the `challenger`'
      : 'The gate did not pass, so the new version holds no alias',
    champion: championName(standing, 'the rule'),
    doubled_price_nodes: percent(nodesAt(2) / nodesAt(1) - 1, 0),
    pooling: percent(fungible.sumOfQuantiles / fungible.quantileOfSum - 1, 0),

    audit: audit.passed ? 'passed' : 'was refused',
    coverage_spread: points(offPromise(evaluation.coverageByWeek)),
    adaptive_gain: estimate(adaptiveGain, points),
  };
}

function weeks({ first, last }: StepRange): string {
  return `${first} to ${last}`;
}
