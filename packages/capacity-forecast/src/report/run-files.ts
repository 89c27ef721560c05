import { type RunFolder, runFiles } from '@applied-modeling/command';
import { answerFiles, pageFiles } from '@applied-modeling/report';
import { answerFacts, writeAnswer } from '../answer.ts';
import type { JudgedRun } from '../pipeline.ts';
import { saveTrainingSet } from '../training-set/save-training-set.ts';
import { composeReport } from './page.ts';
import type { RunMetrics } from './run-metrics.ts';

/** What a run leaves behind: its report, its training set and, where it speaks of a known world and was not refused, the answer. */
export async function filesOf(run: JudgedRun, metrics: RunMetrics): Promise<RunFolder> {
  const page = await composeReport(run, metrics);
  const facts = run.ingested.source.kind === 'simulated' && run.audit.passed ? answerFacts(run, metrics) : null;
  return {
    ...pageFiles(page),
    ...(facts && answerFiles(facts, writeAnswer(facts, page.source))),
    [runFiles.trainingSet]: (path) => saveTrainingSet(path, run.set),
  };
}
