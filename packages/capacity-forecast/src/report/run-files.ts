import { type RunFolder, runFiles } from '@applied-modeling/command';
import { figureFiles, renderHtml, renderMarkdown } from '@applied-modeling/report';
import { answerFacts, writeAnswer } from '../answer.ts';
import type { JudgedRun } from '../pipeline.ts';
import { saveTrainingSet } from '../training-set/save-training-set.ts';
import { composeReport } from './page.ts';
import type { RunMetrics } from './run-metrics.ts';

/** What a run leaves behind: its report, its training set and, unless it was refused, the answer. */
export async function filesOf(run: JudgedRun, metrics: RunMetrics): Promise<RunFolder> {
  const page = await composeReport(run, metrics);
  return {
    [runFiles.reportHtml]: renderHtml(page),
    [runFiles.reportMarkdown]: renderMarkdown(page),
    ...Object.fromEntries(figureFiles(page)),
    ...answerFiles(run, metrics),
    [runFiles.trainingSet]: (path) => saveTrainingSet(path, run.set),
  };
}

/** The answer speaks of the simulated world: its sources and its truth. */
function answerFiles(run: JudgedRun, metrics: RunMetrics): RunFolder {
  if (run.ingested.source.kind !== 'simulated' || !run.audit.passed) return {};
  const facts = answerFacts(run, metrics);
  const fromRunToSource = '../../../packages/capacity-forecast/src';
  return { 'ANSWER.md': writeAnswer(facts, fromRunToSource), 'answer.json': `${JSON.stringify(facts, null, 2)}\n` };
}
