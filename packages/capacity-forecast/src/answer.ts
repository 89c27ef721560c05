import { type AcrossWorlds, rungOf, type StepRange } from '@applied-modeling/evaluation';
import { replayFigures } from '@applied-modeling/lifecycle';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, meanAndRange, percent, range, usd } from '@applied-modeling/report';
import { championName } from '@applied-modeling/tracking';
import type { PolicyCost } from './domain.ts';
import { offPromise } from './evaluation/coverage.ts';
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
  Pick<RunMetrics, 'metrics' | 'policies' | 'ships'> & { readonly seed: number };

/** Of `seeds.json`: what is claimed of the levels is claimed of five worlds. */
export function acrossUntunedWorlds(): report.Figures {
  const seeds = report.readUntunedWorlds<SeedRun>(new URL('../seeds.json', import.meta.url));
  const share = (found: AcrossWorlds) => meanAndRange(found, (value) => percent(value, 0));
  const saved = ({ metrics }: SeedRun) => 1 - Number(metrics.cost_usd) / Number(metrics.incumbent_cost_usd);
  const ships = [...new Set(seeds.worlds.map((world) => world.ships))].sort();
  const shipsIn = (name: string) => seeds.worlds.filter((world) => world.ships === name).length;
  return {
    seeds_closed: share(seeds.metric('regret_closed')),
    seeds_closed_simpler: share(seeds.metric('regret_closed_from_simpler')),
    seeds_saved: share(seeds.over(saved)),
    seeds_ship: ships.map((name) => `the ${name} ships in ${shipsIn(name)}`).join(', '),
    seeds_gate: seeds.gate,
    ...replayFigures(REPLAYS_FILE, 'false_alarms', 'watched_worlds'),
  };
}

function figuresOf(run: JudgedRun): report.Figures {
  const { evaluation, set } = run;
  const { train, calibration } = run.model.fold.fold;
  const { shortage, policies, worstRegion, shipping } = evaluation;
  const { labelContract } = label;
  const { model, incumbent, bestBaseline: best, bestSimpler: simpler, oracle, planned } = evaluation;
  const [ablation, careless] = [rungOf(policies, 'ablation'), rungOf(policies, 'careless')];
  const excess = (other: PolicyCost) => usd(other.cost.estimate - model.cost.estimate);
  const { multipliers, replanned } = evaluation.sensitivity;
  const nodesAt = (by: number) => replanned.meanLevel[multipliers.indexOf(by)];
  const champion = championName(run.standing, 'the rule');
  const { shipped } = shortage.calibration;
  return {
    ...report.usualFigures(run, { champion, maturesAfterDays: label.maturesAfterDays, shipped }),
    series: count(set.seriesIds.length),
    idle_price: `$${decimal(pricing.prices.idleNodeHourUsd, 2)}`,
    unmet_price: `$${decimal(pricing.prices.unmetNodeHourUsd, 2)}`,
    promised: percent(settings.costQuantile),
    test_weeks: count(evaluation.weeks.length),
    model_cost: millions(model.cost.estimate),
    incumbent_cost: millions(incumbent.cost.estimate),
    best_simpler: simpler.name,
    simpler_cost: millions(simpler.cost.estimate),
    simpler_excess: range([-simpler.modelMinusThis.high, -simpler.modelMinusThis.low], usd),
    best_baseline: best.name,
    best_baseline_cost: millions(best.cost.estimate),
    oracle_cost: millions(oracle?.cost.estimate),

    hours: count(label.HOURS),
    lead_days: count(labelContract.leadDays),
    window_days: count(labelContract.windowDays),
    correction_days: count(labelContract.correctionDays),
    short_share: percent(label.shortWeek.hoursShare, 0),
    short_rate: percent(shortage.baseRate),
    short_rate_as_planned: percent(shortage.baseRateAsPlanned),

    sources: count(new Set(FEATURES.map(({ source }) => source)).size),

    train_weeks: weeks(train),
    ships: shipping.ships.name,
    gbm_minus_best: `${estimate(shipping.modelMinusBest, usd)}`,
    best_of_simpler: shipping.bestSimpler.name,
    block_weeks: count(settings.resampling.blockLength),
    structural_excess: excess(ablation),
    careless_excess: excess(careless),

    conformal_group: settings.conformalSettings.groupBy,
    calibration_weeks: weeks(calibration),
    covered: percent(planned.outcome),
    worst_region: worstRegion.region,
    worst_region_coverage: percent(worstRegion.coverage),
    average_precision: estimate(shortage.averagePrecision),
    stockouts_average_precision: decimal(shortage.averagePrecisionOfStockouts?.estimate),
    oracle_average_precision: decimal(shortage.averagePrecisionOfOracle?.estimate),
    reviewed: count(shortage.k),
    review_precision: percent(shortage.precisionAtK, 0),
    review_achievable: percent(shortage.achievable, 0),
    doubled_price_nodes: percent(nodesAt(2) / nodesAt(1) - 1, 0),

    coverage_spread: decimal(100 * offPromise(evaluation.coverageByWeek), 2),
  };
}

function weeks({ first, last }: StepRange): string {
  return `${first} to ${last}`;
}
