import * as command from '@applied-modeling/command';
import { saveArrow } from '@applied-modeling/feature-store';
import { pageFiles } from '@applied-modeling/report';
import { answerOf } from '../answer.ts';
import type { PolicyCost, TrainingSet } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { hourQuantiles } from '../evaluation/window.ts';
import type { JudgedRun } from '../pipeline.ts';
import { composeReport } from './page.ts';

/** What `--json` prints, and `metrics.json` holds. */
export interface RunMetrics extends command.RunMetrics {
  /** Every way to choose levels on the same weeks, the model and the oracle included. */
  readonly policies: Readonly<Record<string, ReturnType<typeof figuresOf>>>;
  readonly best_baseline: string;
  readonly best_simpler: string;
  /** The learned model that ships. */
  readonly ships: string;
  /** The one that would ship by the true demand; null where nobody knows it. */
  readonly ships_by_truth: string | null;
}

/** By which a run is compared with the one before. */
export const figure = 'cost_usd';

export function metricsOf(run: JudgedRun, spent: command.Spent): RunMetrics {
  const { set, evaluation } = run;
  const { train, stopping, calibration, test } = run.model.fold;
  const { shipping, shortage, byTruth } = evaluation;
  const figuresAt = (one: PolicyCost, at: number) => [one.name, figuresOf(one, byTruth?.policies[at])] as const;
  const figures = evaluation.policies.map(figuresAt);
  const simple = figures.filter(([, { role }]) => role === 'incumbent' || role === 'baseline');
  return {
    ...command.commonMetrics(run, spent),
    rows: {
      ...{ spine: set.rows, train: train.length },
      ...{ calibration: stopping.length + calibration.length, test: test.length },
    },
    metrics: {
      ...headlineMetrics(evaluation),
      k: shortage.k,
      cost_usd_ci: command.endsOf(evaluation.model.cost),
      regret_closed_ci: command.endsOf(evaluation.regretClosed),
      regret_closed_from_simpler_ci: command.endsOf(evaluation.regretClosedFromSimpler),
      gbm_minus_best_usd_ci: command.endsOf(shipping.modelMinusBest),
      average_precision_ci: command.endsOf(shortage.averagePrecision),
      calibration_slope_ci: command.endsOf(shortage.calibration.shipped.slope),
    },
    baselines: Object.fromEntries(simple.map(([name, { cost_usd, coverage }]) => [name, { cost_usd, coverage }])),
    policies: Object.fromEntries(figures),
    resamples: Array.from(evaluation.resamples),
    best_baseline: evaluation.bestBaseline.name,
    best_simpler: evaluation.bestSimpler.name,
    ships: shipping.ships.name,
    ships_by_truth: byTruth?.shipping.ships.name ?? null,
  };
}

function figuresOf(policy: PolicyCost, byTruth: PolicyCost | undefined) {
  return {
    role: policy.role,
    cost_usd: policy.cost.estimate,
    true_cost_usd: byTruth?.cost.estimate ?? null,
    model_minus_this_ci: [policy.modelMinusThis.low, policy.modelMinusThis.high] as const,
    idle_node_hours: policy.idle,
    unmet_node_hours: policy.unmet,
    coverage: 1 - policy.shortShare,
    mape: policy.mape,
  };
}

/** What a run leaves behind: its report, its training set and, where it speaks of a known world and was not refused, the answer. */
export async function filesOf(run: JudgedRun, metrics: RunMetrics): Promise<command.RunFolder> {
  const page = await composeReport(run, metrics);
  return {
    ...pageFiles(page),
    ...answerOf(run, metrics, page.source),
    [command.runFiles.trainingSet]: (path) => saveTrainingSet(path, run.set),
  };
}

/**
 * Saves what the model is trained and judged on as one Arrow file, for notebooks, pandas and polars: one row per series and
 * planned week, with the structural forecast, what was provisioned and the level that would have been best beside the
 * features. The 168 hours stay behind: they are in the lake, and they would make the file ten times as large.
 */
async function saveTrainingSet(path: string, set: TrainingSet): Promise<void> {
  await saveArrow(path, {
    rowCount: set.rows,
    spine: { keys: { series_id: Array.from(set.series, (one) => set.seriesIds[one]) }, decidedAt: set.decidedAt },
    carried: {
      week: Float64Array.from(set.week),
      anchor_nodes: Float64Array.from(set.anchor),
      provisioned_nodes: Float64Array.from(set.provisioned),
      best_nodes: hourQuantiles(set.demand),
      cloud: set.slices.cloud,
      region: set.slices.region,
    },
    names: set.names,
    columns: set.columns,
    fingerprint: set.fingerprint,
  });
}
