import { rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { type Booster, explainRows, predictMargin } from '@applied-modeling/gbm';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { COUNTERFACTUAL } from '../features.ts';
import { counterfactualMatrix, quantileModel } from '../training-set/counterfactual.ts';
import type { Page } from './paging.ts';
import type { ServedWindow } from './served-window.ts';

/** A run that looks late by its own past and is not, given its work: what its expected minutes are made of. */
export type ExplainedAway = NonNullable<ReturnType<typeof explainAway>>;

type Group = 'bytes' | 'workers' | 'calendar' | 'own past';

const GROUPS: Readonly<Record<string, Group>> = {
  gb_against_30: 'bytes',
  is_backfill: 'bytes',
  workers_against_30: 'workers',
  closes_books: 'calendar',
  slowness_closing: 'calendar',
  hour_of_week_then: 'calendar',
};

const NEARLY_ALL = 0.9;

/**
 * Of the runs the rule paged for at the budget and the model did not, which hindsight finds not worth it and of whose lateness the
 * counterfactual explains nearly all, in logs: the one that took most minutes beyond its usual ones. Null where there is none.
 */
export function explainAway(window: ServedWindow, { counterfactual }: CalibratedModel) {
  const { set, rows, pagers } = window;
  const median = quantileModel(counterfactual, 0.5);
  const usualLog = featureColumn(set, 'log_minutes_30');
  const beyond = ({ at }: Page) => set.minutes[rows[at]] - Math.exp(usualLog[rows[at]]);
  const [page] = explainedPages(window, median).sort((a, b) => beyond(b) - beyond(a));
  if (page === undefined) return null;
  const row = rows[page.at];
  const logs = logFactors(set, row, median);
  return {
    job: set.jobId[row],
    minutes: set.minutes[row],
    expected: Object.values(logs).reduce((product, log) => product * Math.exp(log), Math.exp(usualLog[row])),
    /** Median of the runs before it. */
    usual: Math.exp(usualLog[row]),
    /** Robust standard deviations beyond that when the rule paged. */
    z: rungOf(pagers, 'incumbent').score[page.at],
    /** Log factors: usual × their product = expected. */
    steps: (Object.keys(logs) as Group[]).map((name) => ({ name, log: logs[name] })),
  };
}

/** Pages of the rule alone, for runs that were late for their past and not for their work. */
function explainedPages({ set, rows, pagers }: ServedWindow, median: Booster): Page[] {
  const [rule, served] = [rungOf(pagers, 'incumbent'), rungOf(pagers, 'model')];
  const paged = new Set(served.pages.map(({ at }) => set.runId[rows[at]]));
  const benign = rule.pages.filter(({ at }) => set.y[rows[at]] === 0 && !paged.has(set.runId[rows[at]]));
  const asked = Uint32Array.from(benign, ({ at }) => rows[at]);
  const [expectedLog, usualLog] = ['expected_log_minutes', 'log_minutes_30'].map((name) => featureColumn(set, name));
  const ratio = predictMargin(median, counterfactualMatrix(set, asked));
  return benign.filter((_, nth) => {
    const [row, usual] = [asked[nth], usualLog[asked[nth]]];
    return expectedLog[row] + ratio[nth] - usual >= NEARLY_ALL * (Math.log(set.minutes[row]) - usual);
  });
}

/** What leads from the usual minutes of a run to its expected ones: the median and its contributions, in logs. */
function logFactors(set: TrainingSet, row: number, median: Booster): Record<Group, number> {
  const { columns } = counterfactualMatrix(set, Uint32Array.of(row));
  const { base, effects } = explainRows(median, { names: COUNTERFACTUAL, columns }, Uint32Array.of(0));
  const of = (name: string) => featureColumn(set, name)[row];
  const [bytes, workers] = ['expected_for_bytes', 'expected_for_workers'].map(of);
  const rest = base + of('expected_log_minutes') - of('log_minutes_30') - bytes - workers;
  const logs: Record<Group, number> = { bytes, workers, calendar: 0, 'own past': rest };
  for (const [feature, name] of COUNTERFACTUAL.entries()) logs[GROUPS[name] ?? 'own past'] += effects[0][feature];
  return logs;
}
