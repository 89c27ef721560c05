import { join, relative } from 'node:path';
import { headlineMetrics } from './evaluation/headline-metrics.ts';
import type { TrainRun } from './pipeline.ts';
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
  readonly baselines: Readonly<Record<string, { readonly average_precision: number; readonly precision_at_k: number }>>;
  readonly audit: { readonly passed: boolean; readonly findings: readonly unknown[] };
  readonly gate: { readonly passed: boolean; readonly checks: readonly unknown[] };
  readonly fingerprints: Readonly<Record<'data' | 'features' | 'model', string | null>>;
  readonly paths: Readonly<Record<'report_html' | 'report_md' | 'metrics' | 'training_set', string>>;
}

/** What the run has cost so far. */
export type Spent = Pick<RunMetrics, 'seconds' | 'peak_rss_mib'>;

export function runMetrics(run: TrainRun, spent: Spent): RunMetrics {
  const { ingested, set, final, evaluation, audit, registered } = run;
  const { source } = ingested;
  const [calibrated] = evaluation.calibration;
  return {
    run_id: registered.runId,
    seed: source.kind === 'simulated' ? source.seed : null,
    size: source.kind === 'simulated' ? source.size : null,
    seconds: spent.seconds,
    peak_rss_mib: spent.peak_rss_mib,
    rows: {
      spine: set.rows,
      train: final.train.length,
      calibration: final.calibration.length,
      test: final.test.length,
    },
    metrics: {
      ...headlineMetrics(evaluation),
      average_precision_ci: [evaluation.averagePrecision.low, evaluation.averagePrecision.high],
      k: evaluation.k,
      calibration_slope_ci: [calibrated.slope.low, calibrated.slope.high],
    },
    baselines: Object.fromEntries(
      evaluation.ladder.map(({ name, averagePrecision, precisionAtK }) => [
        name,
        { average_precision: averagePrecision.estimate, precision_at_k: precisionAtK },
      ]),
    ),
    audit: { passed: audit.passed, findings: audit.findings },
    gate: { passed: registered.gate.passed, checks: registered.gate.checks },
    fingerprints: { data: ingested.fingerprint, features: set.fingerprint, model: registered.modelFingerprint },
    paths: pathsFromHere(registered.runDir),
  };
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
