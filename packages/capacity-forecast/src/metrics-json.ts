import { join, relative } from 'node:path';
import { headlineMetrics } from './evaluation/headline-metrics.ts';
import type { JudgedRun } from './pipeline.ts';
import { runFiles } from './run-files.ts';

/**
 * The one object `--json` prints, and `metrics.json` holds as it was just before the files were written: everything a script
 * or the next run wants to compare.
 */
export interface RunMetrics {
  readonly run_id: string;
  readonly seed: number | null;
  readonly size: string | null;
  readonly seconds: Readonly<Record<string, number>>;
  readonly peak_rss_mib: number;
  readonly rows: Readonly<Record<'spine' | 'train' | 'calibration' | 'test', number>>;
  readonly metrics: Readonly<Record<string, number | readonly [number, number] | null>>;
  /** Every way to choose levels on the same weeks, the model and the oracle included. */
  readonly policies: Readonly<
    Record<
      string,
      {
        readonly role: string;
        readonly cost_usd: number;
        readonly model_minus_this_ci: readonly [number, number];
        readonly idle_node_hours: number;
        readonly unmet_node_hours: number;
        readonly coverage: number;
        readonly mape: number;
      }
    >
  >;
  readonly best_baseline: string;
  readonly audit: { readonly passed: boolean; readonly findings: readonly unknown[] };
  readonly gate: {
    readonly passed: boolean;
    readonly checks: readonly unknown[];
    readonly skipped: readonly unknown[];
  };
  readonly fingerprints: Readonly<Record<'data' | 'features' | 'model', string | null>>;
  readonly paths: Readonly<Record<'report_html' | 'report_md' | 'metrics' | 'training_set', string>>;
}

/** What the run has cost so far. */
export type Spent = Pick<RunMetrics, 'seconds' | 'peak_rss_mib'>;

export function runMetrics(run: JudgedRun, spent: Spent): RunMetrics {
  const { ingested, set, final, evaluation, audit, gate } = run;
  const { source } = ingested;
  return {
    run_id: run.runId,
    seed: source.kind === 'simulated' ? source.seed : null,
    size: source.kind === 'simulated' ? source.size : null,
    seconds: spent.seconds,
    peak_rss_mib: spent.peak_rss_mib,
    rows: {
      spine: set.rows,
      train: final.train.length,
      calibration: final.stopping.length + final.calibration.length,
      test: final.test.length,
    },
    metrics: { ...headlineMetrics(evaluation), k: evaluation.shortage.k, ...intervals(run) },
    policies: Object.fromEntries(
      evaluation.policies.map((policy) => [
        policy.name,
        {
          role: policy.role,
          cost_usd: policy.costUsd.estimate,
          model_minus_this_ci: endsOf(policy.modelMinusThis),
          idle_node_hours: policy.idleNodeHours,
          unmet_node_hours: policy.unmetNodeHours,
          coverage: 1 - policy.shortShare,
          mape: policy.mape,
        },
      ]),
    ),
    best_baseline: evaluation.bestBaseline,
    audit: { passed: audit.passed, findings: audit.findings },
    gate,
    fingerprints: { data: ingested.fingerprint, features: set.fingerprint, model: run.modelFingerprint },
    paths: pathsFromHere(run.runDir),
  };
}

function intervals({ evaluation }: JudgedRun): RunMetrics['metrics'] {
  const { policies, regretClosed, shortage } = evaluation;
  const model = policies.find(({ role }) => role === 'model');
  const ends = (interval: Ends | null | undefined) => (interval ? endsOf(interval) : null);
  return {
    cost_usd_ci: ends(model?.costUsd),
    regret_closed_ci: ends(regretClosed),
    average_precision_ci: ends(shortage.averagePrecision),
    calibration_slope_ci: ends(shortage.slope),
  };
}

type Ends = { readonly low: number; readonly high: number };

function endsOf({ low, high }: Ends): readonly [number, number] {
  return [low, high];
}

function pathsFromHere(runDir: string): RunMetrics['paths'] {
  const path = (name: string) => relative(process.cwd(), join(runDir, name));
  return {
    report_html: path(runFiles.reportHtml),
    report_md: path(runFiles.reportMarkdown),
    metrics: path(runFiles.metrics),
    training_set: path(runFiles.trainingSet),
  };
}
