import { type RunMetrics as CommonRunMetrics, commonMetrics, endsOf, type Spent } from '@applied-modeling/command';
import { type NamedRung, rungOf } from '@applied-modeling/evaluation';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What `--json` prints, and `metrics.json` holds. */
export interface RunMetrics extends CommonRunMetrics {
  /** The ladder in dollars; empty where nobody knows what an account pays. */
  readonly money: readonly (NamedRung & { readonly net_usd: number })[];
  readonly baselines: Readonly<Record<string, Readonly<Record<'average_precision' | 'precision_at_k', number>>>>;
}

/** By which a run is compared with the one before. */
export const figure = 'average_precision';

export function runMetrics(run: JudgedRun, spent: Spent): RunMetrics {
  const { set, final, evaluation } = run;
  return {
    ...commonMetrics(run, spent),
    rows: {
      spine: set.rows,
      train: final.train.length,
      calibration: final.calibration.length,
      test: final.test.length,
    },
    metrics: {
      ...headlineMetrics(evaluation),
      average_precision_ci: endsOf(evaluation.averagePrecision),
      k: evaluation.k,
      calibration_slope_ci: endsOf(evaluation.calibration.shipped.slope),
    },
    resamples: Array.from(rungOf(evaluation.ladder, 'model').resamples ?? []),
    money: evaluation.money.map(({ name, role, net }) => ({ name, role, net_usd: net.estimate })),
    baselines: Object.fromEntries(
      evaluation.ladder.map(({ name, averagePrecision, precisionAtK }) => [
        name,
        { average_precision: averagePrecision.estimate, precision_at_k: precisionAtK },
      ]),
    ),
  };
}
