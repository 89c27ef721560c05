import { join, relative } from 'node:path';

/**
 * The one object that `--json` prints, and `metrics.json` holds as it was just before the files were written: everything a
 * script or the next run wants to compare. A pipeline adds fields of its own.
 */
export interface RunMetrics extends CommonMetrics {
  readonly rows: Readonly<Record<'spine' | 'train' | 'calibration' | 'test', number>>;
  readonly metrics: Readonly<Record<string, number | readonly [number, number] | { readonly why: string } | null>>;
  /**
   * The figure that runs are compared by, on every bootstrap resample of the test rows. Clusters are drawn by the seed alone, so
   * another run on the same rows drew the same ones, and the difference of the two has a paired interval.
   */
  readonly resamples?: readonly number[];
  /** What the model is compared with: name → figures. */
  readonly baselines: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

/** An interval as a run prints it: its ends, why there is none, or null where nobody could know. */
export function endsOf(
  interval: { readonly low: number; readonly high: number } | { readonly why: string } | null | undefined,
): RunMetrics['metrics'][string] {
  if (!interval) return null;
  return 'why' in interval ? interval : [interval.low, interval.high];
}

/** The part that means the same in every pipeline. */
export interface CommonMetrics extends Spent {
  readonly run_id: string;
  /** Null, as `size` is, for a person's own data. */
  readonly seed: number | null;
  readonly size: string | null;
  readonly audit: { readonly passed: boolean; readonly findings: readonly unknown[] };
  readonly gate: {
    readonly passed: boolean;
    readonly checks: readonly { readonly name: string; readonly passed: boolean }[];
    readonly skipped?: readonly unknown[];
  };
  readonly fingerprints: Readonly<Record<'data' | 'features' | 'model', string | null>>;
  readonly paths: Readonly<Record<'report_html' | 'report_md' | 'metrics' | 'training_set', string>>;
}

/** What the run has cost so far, by stage and in total. */
export interface Spent {
  readonly seconds: Readonly<Record<string, number>>;
  readonly peak_rss_mib: number;
}

/** What is read of a run that ranks rows and is compared by average precision. */
export interface RankedRun {
  readonly spine: number;
  readonly fold: Readonly<Record<'train' | 'calibration' | 'test', { readonly length: number }>>;
  readonly ladder: readonly RankedRung[];
  readonly slope: Parameters<typeof endsOf>[0];
  /** Its figures by name. */
  readonly headline: RunMetrics['metrics'];
}

interface RankedRung {
  readonly name: string;
  readonly averagePrecision: { readonly estimate: number; readonly low: number; readonly high: number };
  readonly precisionAtK: number;
  /** Of the model alone. */
  readonly resamples?: Float64Array;
}

/** The common part and, of a ladder that ranks, its rungs, the resamples of the model, and two intervals. */
export function rankedMetrics(run: RunFacts, spent: Spent, { spine, fold, ladder, ...told }: RankedRun): RunMetrics {
  const { train, calibration, test } = fold;
  const model = ladder.find(({ resamples }) => resamples !== undefined);
  const figures = ({ name, averagePrecision, precisionAtK }: RankedRung) =>
    [name, { average_precision: averagePrecision.estimate, precision_at_k: precisionAtK }] as const;
  return {
    ...commonMetrics(run, spent),
    rows: { spine, train: train.length, calibration: calibration.length, test: test.length },
    metrics: {
      ...told.headline,
      average_precision_ci: endsOf(model?.averagePrecision),
      calibration_slope_ci: endsOf(told.slope),
    },
    resamples: Array.from(model?.resamples ?? []),
    baselines: Object.fromEntries(ladder.map(figures)),
  };
}

/** What lies in the folder of a run, beside ANSWER.md, answer.json and the figures. */
export const runFiles = {
  reportHtml: 'report.html',
  reportMarkdown: 'report.md',
  metrics: 'metrics.json',
  trainingSet: 'training-set.arrow',
} as const;

/** What the common part is read from; `gate` and `audit` lose whatever they hold besides. */
export interface RunFacts extends Pick<CommonMetrics, 'audit' | 'gate'> {
  readonly runId: string;
  readonly runDir: string;
  readonly ingested: {
    readonly source:
      | { readonly kind: 'simulated'; readonly seed: number; readonly size: string }
      | { readonly kind: 'files' };
    /** Of what was read. */
    readonly fingerprint: string;
  };
  /** The training set, with the fingerprint of its feature definitions. */
  readonly set: { readonly fingerprint: string };
  readonly modelFingerprint: string | null;
}

export function commonMetrics(run: RunFacts, spent: Spent): CommonMetrics {
  const { ingested, set, modelFingerprint, audit, gate } = run;
  const { source } = ingested;
  const path = (name: string) => relative(process.cwd(), join(run.runDir, name));
  return {
    run_id: run.runId,
    seed: source.kind === 'simulated' ? source.seed : null,
    size: source.kind === 'simulated' ? source.size : null,
    ...spent,
    audit: { passed: audit.passed, findings: audit.findings },
    gate: { passed: gate.passed, checks: gate.checks, ...(gate.skipped && { skipped: gate.skipped }) },
    fingerprints: { data: ingested.fingerprint, features: set.fingerprint, model: modelFingerprint },
    paths: {
      report_html: path(runFiles.reportHtml),
      report_md: path(runFiles.reportMarkdown),
      metrics: path(runFiles.metrics),
      training_set: path(runFiles.trainingSet),
    },
  };
}
