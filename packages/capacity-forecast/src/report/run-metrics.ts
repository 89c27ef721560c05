import { type RunMetrics as CommonRunMetrics, commonMetrics, endsOf, type Spent } from '@applied-modeling/command';
import type { PolicyCost } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What `--json` prints, and `metrics.json` holds. */
export interface RunMetrics extends CommonRunMetrics {
  /** The rule in use and those anyone can write down: what a policy must cost less than. */
  readonly baselines: Readonly<Record<string, Pick<PolicyFigures, 'cost_usd' | 'coverage' | 'mape'>>>;
  /** Every way to choose levels on the same weeks, the model and the oracle included. */
  readonly policies: Readonly<Record<string, PolicyFigures>>;
  readonly best_baseline: string;
  readonly best_simpler: string;
  /** The learned model that ships. */
  readonly ships: string;
}

type PolicyFigures = ReturnType<typeof figuresOf>;

/** By which a run is compared with the one before. */
export const figure = 'cost_usd';

export function runMetrics(run: JudgedRun, spent: Spent): RunMetrics {
  const { set, final, evaluation } = run;
  const policies = evaluation.policies.map((policy) => ({ name: policy.name, ...figuresOf(policy) }));
  const simple = policies.filter(({ role }) => role === 'incumbent' || role === 'baseline');
  return {
    ...commonMetrics(run, spent),
    rows: {
      spine: set.rows,
      train: final.train.length,
      calibration: final.stopping.length + final.calibration.length,
      test: final.test.length,
    },
    metrics: { ...headlineMetrics(evaluation), k: evaluation.shortage.k, ...intervals(run) },
    baselines: Object.fromEntries(
      simple.map(({ name, cost_usd, coverage, mape }) => [name, { cost_usd, coverage, mape }]),
    ),
    policies: Object.fromEntries(policies.map(({ name, ...figures }) => [name, figures])),
    resamples: Array.from(evaluation.resamples),
    best_baseline: evaluation.bestBaseline.name,
    best_simpler: evaluation.bestSimpler.name,
    ships: evaluation.shipping.ships.name,
  };
}

function figuresOf(policy: PolicyCost) {
  return {
    role: policy.role,
    cost_usd: policy.cost.estimate,
    model_minus_this_ci: [policy.modelMinusThis.low, policy.modelMinusThis.high] as const,
    idle_node_hours: policy.idle,
    unmet_node_hours: policy.unmet,
    coverage: 1 - policy.shortShare,
    mape: policy.mape,
  };
}

function intervals({ evaluation }: JudgedRun): RunMetrics['metrics'] {
  const { shipping, shortage } = evaluation;
  return {
    cost_usd_ci: endsOf(evaluation.model.cost),
    regret_closed_ci: endsOf(evaluation.regretClosed),
    regret_closed_from_simpler_ci: endsOf(evaluation.regretClosedFromSimpler),
    gbm_minus_best_usd_ci: endsOf(shipping.modelMinusBest),
    average_precision_ci: endsOf(shortage.averagePrecision),
    calibration_slope_ci: endsOf(shortage.calibration.shipped.slope),
  };
}
