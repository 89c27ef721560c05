import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { figureFiles, renderHtml, renderMarkdown } from '@applied-modeling/report';
import { howToOpen } from '@applied-modeling/tracking';
import { type AnswerFacts, answerFacts, writeAnswer } from './answer.ts';
import { type RunMetrics, runMetrics, type Spent } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';
import { composeReport } from './report.ts';
import { runFiles } from './run-files.ts';
import { saveTrainingSet } from './save-training-set.ts';
import { summarise } from './terminal.ts';

/** Writes the report, the answer and the training set of a run aside and renames the folder: a reader finds all or none. */
export async function publishRun(run: TrainRun, spent: () => Spent): Promise<void> {
  const { runDir } = run.registered;
  const aside = `${runDir}${WRITING}${process.pid}`;
  try {
    for (const [name, content] of Object.entries(await composeFiles(run, spent))) {
      mkdirSync(dirname(join(aside, name)), { recursive: true });
      writeFileSync(join(aside, name), content);
    }
    await saveTrainingSet(join(aside, runFiles.trainingSet), run.set);
    renameSync(aside, runDir);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** In the name of a folder that is not a run yet, and never will be if its process was killed. */
const WRITING = '.writing-';

async function composeFiles(run: TrainRun, spent: () => Spent): Promise<Readonly<Record<string, string>>> {
  const page = await composeReport(run, runMetrics(run, spent()));
  const metrics = runMetrics(run, spent());
  return {
    [runFiles.reportHtml]: renderHtml(page),
    [runFiles.reportMarkdown]: renderMarkdown(page),
    ...(run.ingested.source.kind === 'simulated' ? answerFiles(answerFacts(run, metrics)) : {}),
    [runFiles.metrics]: `${JSON.stringify(metrics, null, 2)}\n`,
    ...Object.fromEntries(figureFiles(page)),
  };
}

/** The answer speaks of the simulated world: of its sources, its holdout, its truth. */
function answerFiles(facts: AnswerFacts): Readonly<Record<string, string>> {
  return { 'ANSWER.md': writeAnswer(facts), 'answer.json': `${JSON.stringify(facts, null, 2)}\n` };
}

/** One screen for a person at a terminal. */
export function screenOf(run: TrainRun, spent: Spent, mlrunsDir: string): string {
  const metrics = runMetrics(run, spent);
  return summarise(run, metrics, previousRun(run.registered.runDir, metrics), howToOpen(mlrunsDir).view);
}

/** The newest earlier run of the same seed and size, for the line that says what changed. */
function previousRun(runDir: string, { seed, size }: RunMetrics): RunMetrics | null {
  const folder = dirname(runDir);
  const runs = readdirSync(folder)
    .filter((name) => !name.includes(WRITING))
    .map((name) => join(folder, name, runFiles.metrics))
    .filter((file) => existsSync(file) && dirname(file) !== runDir)
    .map((file) => ({ file, metrics: JSON.parse(readFileSync(file, 'utf8')) as RunMetrics }))
    .filter(({ metrics }) => metrics.seed === seed && metrics.size === size && seed !== null && metrics.audit.passed);
  return runs.sort((a, b) => modifiedAt(b.file) - modifiedAt(a.file))[0]?.metrics ?? null;
}

function modifiedAt(file: string): number {
  return statSync(file).mtimeMs;
}
