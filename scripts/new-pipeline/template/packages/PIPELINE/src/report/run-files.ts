import { type RunFolder, type RunMetrics, rankedMetrics, runFiles, type Spent } from '@applied-modeling/command';
import { saveArrow } from '@applied-modeling/feature-store';
import { answerFiles, pageFiles } from '@applied-modeling/report';
import { answerFacts, figuresOf, writeAnswer } from '../answer.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';
import { page } from './page.ts';

/** By which a run is compared with the one before. */
export const figure = 'average_precision';

/** What `--json` prints, and `metrics.json` holds. */
export function metricsOf(run: JudgedRun, spent: Spent): RunMetrics {
  const { ladder, calibration } = run.evaluation;
  const ranked = { spine: run.set.rowCount, fold: run.model.fold, ladder, slope: calibration.shipped.slope };
  return rankedMetrics(run, spent, { ...ranked, headline: headlineMetrics(run.evaluation) });
}

/** What a run leaves behind: its report, its training set and, of a simulated world, the answer. */
export async function filesOf(run: JudgedRun, metrics: RunMetrics): Promise<RunFolder> {
  const told = await page(run, metrics);
  const hasAnswer = run.ingested.source.kind === 'simulated' && run.audit.passed;
  const carried = { ...run.set.carried, label: Float64Array.from(run.set.y) };
  const answer = writeAnswer(figuresOf(run), told.source);
  return {
    ...pageFiles(told),
    ...(hasAnswer && answerFiles(answerFacts(run, metrics), answer)),
    [runFiles.trainingSet]: (path) => saveArrow(path, { ...run.set, carried }),
  };
}
