import { type RunMetrics as CommonRunMetrics, commonMetrics, type Spent } from '@applied-modeling/command';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { TrainRun } from '../pipeline.ts';

/** What `--json` prints, and `metrics.json` holds. */
export interface RunMetrics extends CommonRunMetrics {
  readonly baselines: Readonly<Record<string, Readonly<Record<'average_precision' | 'precision_at_k', number>>>>;
  /** What joins without a clock would have shown, on a sample; null where too few accounts collapse to say. */
  readonly naive_join: {
    readonly one_account_in: number;
    readonly honest_average_precision: number;
    readonly careless: readonly {
      readonly name: string;
      readonly average_precision: number;
      readonly inflation: number;
      readonly inflation_ci: readonly [number, number];
      readonly live_average_precision: number | null;
    }[];
  } | null;
}

export function runMetrics(run: TrainRun, spent: Spent): RunMetrics {
  const { ingested, set, final, evaluation, audit, registered } = run;
  const fingerprints = { data: ingested.fingerprint, features: set.fingerprint, model: registered.modelFingerprint };
  const common = commonMetrics({ ...registered, source: ingested.source, audit, fingerprints }, spent);
  const [calibrated] = evaluation.calibration;
  return {
    ...common,
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
    naive_join: naiveJoinMetrics(run),
  };
}

function naiveJoinMetrics({ naiveJoin }: TrainRun): RunMetrics['naive_join'] {
  return (
    naiveJoin && {
      one_account_in: naiveJoin.every,
      honest_average_precision: naiveJoin.honest.estimate,
      careless: naiveJoin.careless.map(({ name, averagePrecision, inflation, live }) => ({
        name,
        average_precision: averagePrecision.estimate,
        inflation: inflation.estimate,
        inflation_ci: [inflation.low, inflation.high],
        live_average_precision: live?.estimate ?? null,
      })),
    }
  );
}
