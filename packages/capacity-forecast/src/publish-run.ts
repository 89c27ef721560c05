import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { figureFiles, renderHtml, renderMarkdown } from '@applied-modeling/report';
import { howToOpen } from '@applied-modeling/tracking';
import { z } from 'zod';
import { type AnswerFacts, answerFacts, writeAnswer } from './answer.ts';
import { type RunMetrics, runMetrics, type Spent } from './metrics-json.ts';
import type { TrainRun } from './pipeline.ts';
import { composeReport } from './report.ts';
import { runFiles } from './run-files.ts';
import { summarise } from './terminal.ts';
import { saveTrainingSet } from './training-set/save-training-set.ts';

/** Writes the report, the answer and the training set of a run aside and renames the folder: a reader finds all or none. */
export async function publishRun(run: TrainRun, spent: () => Spent): Promise<void> {
  const { runDir } = run.registered;
  const aside = `${runDir}${UNPUBLISHED}${process.pid}`;
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

const FROM_RUN_TO_SOURCE = '../../../packages/capacity-forecast/src';

/** In the name of a folder that is not a run yet, and never will be if its process was killed. */
export const UNPUBLISHED = '.writing-';

async function composeFiles(run: TrainRun, spent: () => Spent): Promise<Readonly<Record<string, string>>> {
  const page = await composeReport(run, runMetrics(run, spent()));
  const metrics = runMetrics(run, spent());
  return {
    [runFiles.reportHtml]: renderHtml(page),
    [runFiles.reportMarkdown]: renderMarkdown(page),
    ...(run.ingested.source.kind === 'simulated' && run.audit.passed ? answerFiles(answerFacts(run, metrics)) : {}),
    [runFiles.metrics]: `${JSON.stringify(metrics, null, 2)}\n`,
    ...Object.fromEntries(figureFiles(page)),
  };
}

/** The answer speaks of the simulated world (its sources, its holdout, its truth), and of a run that was not refused. */
function answerFiles(facts: AnswerFacts): Readonly<Record<string, string>> {
  return { 'ANSWER.md': writeAnswer(facts, FROM_RUN_TO_SOURCE), 'answer.json': `${JSON.stringify(facts, null, 2)}\n` };
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
    .filter((name) => !name.includes(UNPUBLISHED))
    .map((name) => join(folder, name, runFiles.metrics))
    .filter((file) => existsSync(file) && dirname(file) !== runDir)
    .flatMap((file) => {
      const metrics = readMetrics(file);
      return metrics === null ? [] : [{ file, metrics }];
    })
    .filter(({ metrics }) => metrics.seed === seed && metrics.size === size && seed !== null && metrics.audit.passed);
  return runs.sort((a, b) => modifiedAt(b.file) - modifiedAt(a.file))[0]?.metrics ?? null;
}

/** Null for a file that is damaged or of another kind: a run is not lost because an earlier one is. */
function readMetrics(file: string): RunMetrics | null {
  try {
    const found = COMPARABLE.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return found.success ? (found.data as unknown as RunMetrics) : null;
  } catch {
    return null;
  }
}

const COMPARABLE = z.looseObject({
  seed: z.number().nullable(),
  size: z.string().nullable(),
  audit: z.looseObject({ passed: z.boolean() }),
  metrics: z.looseObject({ cost_usd: z.number() }),
  fingerprints: z.looseObject({ data: z.string().nullable(), model: z.string().nullable() }),
});

function modifiedAt(file: string): number {
  return statSync(file).mtimeMs;
}
