import { type RunFolder, runFiles } from '@applied-modeling/command';
import { pageFiles } from '@applied-modeling/report';
import { answerOf } from '../answer.ts';
import type { JudgedRun } from '../pipeline.ts';
import { saveTrainingSet } from '../training-set/save-training-set.ts';
import { composeReport } from './page.ts';
import type { RunMetrics } from './run-metrics.ts';

/** What a run leaves behind: its report, its training set and, where it speaks of a known world and was not refused, the answer. */
export async function filesOf(run: JudgedRun, metrics: RunMetrics): Promise<RunFolder> {
  const page = await composeReport(run, metrics);
  return {
    ...pageFiles(page),
    ...answerOf(run, metrics, page.source),
    [runFiles.trainingSet]: (path) => saveTrainingSet(path, run.set),
  };
}
