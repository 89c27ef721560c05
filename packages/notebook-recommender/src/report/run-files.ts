import * as command from '@applied-modeling/command';
import type { NamedRung } from '@applied-modeling/evaluation';
import { saveArrow } from '@applied-modeling/feature-store';
import { pageFiles } from '@applied-modeling/report';
import { answerOf } from '../answer.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';
import { composePage } from './page.ts';

/** By which a run is compared with the one before. */
export const figure = 'ndcg_at_5';

/** A rung as a run prints it: NDCG@5 on all pages and by what they are for, and what its slates help; null where nobody knows. */
export interface PrintedRung extends NamedRung {
  readonly ndcg: number;
  readonly new_task: number | null;
  readonly repeat: number | null;
  readonly success: number | null;
  /** NDCG@5 by what people opened, as a company would see it. */
  readonly by_opens: number | null;
}

/** What a run prints beside what all pipelines print. */
export interface NotebookMetrics extends command.RunMetrics {
  readonly slates: readonly PrintedRung[];
  /** Everybody's slates at the same prices; null where nobody knows the truth. */
  readonly money: readonly (NamedRung & { readonly shown: number; readonly net_usd: number })[] | null;
  readonly ships: string;
}

/** What `--json` prints, and `metrics.json` holds. */
export function metricsOf(run: JudgedRun, spent: command.Spent): NotebookMetrics {
  const { ladder, calibration, money, shipping } = run.evaluation;
  const ranked = { spine: run.set.rowCount, fold: run.model.fold, ladder, slope: calibration.shipped.slope };
  return {
    ...command.rankedMetrics(run, spent, { ...ranked, headline: headlineMetrics(run.evaluation) }),
    slates: ladder.map(({ name, role, ndcg, newTask, repeat, successAtK, ndcgByOpens }) => ({
      ...{ name, role, ndcg: ndcg.estimate },
      new_task: newTask?.ndcg.estimate ?? null,
      repeat: repeat?.ndcg.estimate ?? null,
      success: successAtK?.estimate ?? null,
      by_opens: ndcgByOpens,
    })),
    money: money
      ? money.priced.map(({ name, role, served, net }) => ({ name, role, shown: served, net_usd: net.estimate }))
      : null,
    ships: shipping.ships.name,
  };
}

/** What a run leaves behind: its report, its training set and, of a simulated world, the answer. */
export async function filesOf(run: JudgedRun, metrics: NotebookMetrics): Promise<command.RunFolder> {
  const page = await composePage(run, metrics);
  const labelled = { ...run.set.carried, label: Float64Array.from(run.set.y) };
  return {
    ...pageFiles(page),
    ...answerOf(run, metrics, page.source),
    [command.runFiles.trainingSet]: (path) => saveArrow(path, { ...run.set, carried: labelled }),
  };
}
