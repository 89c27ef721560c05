import * as command from '@applied-modeling/command';
import type { NamedRung } from '@applied-modeling/evaluation';
import { saveArrow } from '@applied-modeling/feature-store';
import { pageFiles } from '@applied-modeling/report';
import { ONLINE_STORE } from '../admission/load-gateway.ts';
import { onlineStore } from '../admission/online-store.ts';
import { answerOf } from '../answer.ts';
import type { CalibratedModel } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import type { JudgedRun } from '../pipeline.ts';
import { composePage } from './page.ts';

/** By which a run is compared with the one before. */
export const figure = 'average_precision';

/** What a run prints beside what all pipelines print. */
export interface SqlMetrics extends command.RunMetrics {
  /** Which of what was learned ships. */
  readonly ships: CalibratedModel['name'];
  /** Everybody's decisions, at the same prices: within the places of the heavy pool, and were there a place for everybody. */
  readonly money: readonly (NamedRung &
    Readonly<Record<'routed' | 'net_usd' | 'free_routed' | 'free_net_usd', number>>)[];
  /** Average precision on templates that training never saw, and of which no log had landed; null where none of these is expensive. */
  readonly unseen: Readonly<Record<string, number>> | null;
  readonly cold: Readonly<Record<string, number>> | null;
}

/** What `--json` prints, and `metrics.json` holds. */
export function metricsOf(run: JudgedRun, spent: command.Spent): SqlMetrics {
  const { ladder, calibration, money, shipping, newTemplates, coldTemplates } = run.evaluation;
  const ranked = { spine: run.set.rowCount, fold: run.model.fold, ladder, slope: calibration.shipped.slope };
  const told = command.rankedMetrics(run, spent, { ...ranked, headline: headlineMetrics(run.evaluation) });
  return {
    ...told,
    metrics: { ...told.metrics, gbm_minus_logistic_ci: command.endsOf(shipping.modelMinusBest) },
    ships: run.model.name,
    money: money.placed.rungs.map(({ name, role, served, net }, at) => {
      const free = money.free.rungs[at];
      return {
        ...{ name, role, routed: served, net_usd: net.estimate },
        ...{ free_routed: free.served, free_net_usd: free.net.estimate },
      };
    }),
    unseen: newTemplates.averagePrecision,
    cold: coldTemplates.averagePrecision,
  };
}

/** What a run leaves behind: its report, its training set and, of a simulated world, the answer. */
export async function filesOf(run: JudgedRun, metrics: SqlMetrics): Promise<command.RunFolder> {
  const page = await composePage(run, metrics);
  const labelled = { ...run.set.carried, label: Float64Array.from(run.set.y) };
  const { now } = run.ingested.calendar;
  return {
    ...pageFiles(page),
    ...answerOf(run, metrics, page.source),
    [ONLINE_STORE]: JSON.stringify(await onlineStore(run.ingested, now)),
    [command.runFiles.trainingSet]: (path) => saveArrow(path, { ...run.set, carried: labelled }),
  };
}
