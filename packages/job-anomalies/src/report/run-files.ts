import {
  commonMetrics,
  endsOf,
  type RunFolder,
  type RunMetrics,
  runFiles,
  type Spent,
} from '@applied-modeling/command';
import { type NamedRung, rungOf } from '@applied-modeling/evaluation';
import { saveArrow } from '@applied-modeling/feature-store';
import { answerFiles, pageFiles } from '@applied-modeling/report';
import { answerFacts, writeAnswer } from '../answer.ts';
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
  const { set, model, evaluation } = run;
  const { train, calibration, test } = model.fold;
  const ranked = rungOf(evaluation.ladder, 'model');
  return {
    ...commonMetrics(run, spent),
    rows: { spine: set.rowCount, train: train.length, calibration: calibration.length, test: test.length },
    metrics: {
      ...headlineMetrics(evaluation),
      average_precision_ci: endsOf(ranked.averagePrecision),
      calibration_slope_ci: endsOf(evaluation.calibration.shipped.slope),
    },
    resamples: Array.from(ranked.resamples ?? []),
    baselines: Object.fromEntries(
      evaluation.ladder.map(({ name, averagePrecision, precisionAtK }) => [
        name,
        { average_precision: averagePrecision.estimate, precision_at_k: precisionAtK },
      ]),
    ),
    money: evaluation.policies.map(({ name, role, netUsd, precision, minutesToDetectP50 }) => ({
      ...{ name, role, precision, minutes_to_detect_p50: minutesToDetectP50, net_usd: netUsd },
    })),
  };
}

/** What a run leaves behind: its report, its training set and, of a simulated world, the answer. */
export async function filesOf(run: JudgedRun, metrics: JobsMetrics): Promise<RunFolder> {
  const told = await composeReport(run, metrics);
  const facts = run.ingested.source.kind === 'simulated' && run.audit.passed ? answerFacts(run, metrics) : null;
  const carried = { ...run.set.carried, label: Float64Array.from(run.set.y) };
  return {
    ...pageFiles(told),
    ...(facts && answerFiles(facts, writeAnswer(facts, told.source))),
    [runFiles.trainingSet]: (path) => saveArrow(path, { ...run.set, carried }),
  };
}
