import * as command from '@applied-modeling/command';
import type { NamedRung } from '@applied-modeling/evaluation';
import { pageFiles } from '@applied-modeling/report';
import { answerOf } from '../answer.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';
import { saveTrainingSet } from '../training-set/save-training-set.ts';
import { composeReport } from './page.ts';

/** What `--json` prints, and `metrics.json` holds. */
export interface RunMetrics extends command.RunMetrics {
  /** The ladder in dollars; empty where nobody knows what an account pays. */
  readonly money: readonly (NamedRung & { readonly net_usd: number })[];
}

/** By which a run is compared with the one before. */
export const figure = 'average_precision';

export function metricsOf(run: JudgedRun, spent: command.Spent): RunMetrics {
  const { set, final, evaluation } = run;
  const { ladder, calibration, k, money } = evaluation;
  const headline = { ...headlineMetrics(evaluation), k };
  const ranked = { spine: set.rows, fold: final, ladder, slope: calibration.shipped.slope, headline };
  return {
    ...command.rankedMetrics(run, spent, ranked),
    money: money.map(({ name, role, net }) => ({ name, role, net_usd: net.estimate })),
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
