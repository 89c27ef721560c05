import { type RunFolder, type RunMetrics, rankedMetrics, runFiles, type Spent } from '@applied-modeling/command';
import type { NamedRung } from '@applied-modeling/evaluation';
import { saveArrow } from '@applied-modeling/feature-store';
import { pageFiles } from '@applied-modeling/report';
import { answerOf } from '../answer.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';
import { composeReport } from './page.ts';

/** By which a run is compared with the one before. */
export const figure = 'average_precision';

/** What a run prints beside what all pipelines print. */
export interface JobsMetrics extends RunMetrics {
  /** Every pager at the same budget. */
  readonly money: readonly (NamedRung & {
    readonly precision: number;
    readonly minutes_to_detect_p50: number | null;
    readonly net_usd: number;
  })[];
}

/** What `--json` prints, and `metrics.json` holds. */
export function metricsOf(run: JudgedRun, spent: Spent): JobsMetrics {
  const { ladder, calibration, paging } = run.evaluation;
  const ranked = { spine: run.set.rowCount, fold: run.model.fold, ladder, slope: calibration.shipped.slope };
  return {
    ...rankedMetrics(run, spent, { ...ranked, headline: headlineMetrics(run.evaluation) }),
    money: paging.policies.map(({ name, role, net, precision, minutesToDetectP50 }) => ({
      ...{ name, role, precision: precision.estimate },
      ...{ minutes_to_detect_p50: minutesToDetectP50, net_usd: net.estimate },
    })),
  };
}

/** What a run leaves behind: its report, its training set and, of a simulated world, the answer. */
export async function filesOf(run: JudgedRun, metrics: JobsMetrics): Promise<RunFolder> {
  const told = await composeReport(run, metrics);
  const carried = { ...run.set.carried, label: Float64Array.from(run.set.y) };
  return {
    ...pageFiles(told),
    ...answerOf(run, metrics, told.source),
    [runFiles.trainingSet]: (path) => saveArrow(path, { ...run.set, carried }),
  };
}
