import { type RunMetrics as CommonRunMetrics, rankedMetrics, type Spent } from '@applied-modeling/command';
import type { NamedRung } from '@applied-modeling/evaluation';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What `--json` prints, and `metrics.json` holds. */
export interface RunMetrics extends CommonRunMetrics {
  /** The ladder in dollars; empty where nobody knows what an account pays. */
  readonly money: readonly (NamedRung & { readonly net_usd: number })[];
}

/** By which a run is compared with the one before. */
export const figure = 'average_precision';

export function runMetrics(run: JudgedRun, spent: Spent): RunMetrics {
  const { set, final, evaluation } = run;
  const { ladder, calibration, k, money } = evaluation;
  const headline = { ...headlineMetrics(evaluation), k };
  const ranked = { spine: set.rows, fold: final, ladder, slope: calibration.shipped.slope, headline };
  return {
    ...rankedMetrics(run, spent, ranked),
    money: money.map(({ name, role, net }) => ({ name, role, net_usd: net.estimate })),
  };
}
