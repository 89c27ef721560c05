import { fitRidge, rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { explainRows, predictMargin } from '@applied-modeling/gbm';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { COUNTERFACTUAL } from '../features.ts';
import { counterfactualMatrix } from '../training-set/counterfactual.ts';
import type { Page } from './paging.ts';
import type { ServedWindow } from './served-window.ts';

/** A run that looks late by its own past and is not, given its work: what its expected minutes are made of. */
export interface ExplainedAway {
  readonly job: string;
  readonly minutes: number;
  readonly expected: number;
  /** Median of the runs before it. */
  readonly usual: number;
  /** Robust standard deviations beyond that when the rule paged. */
  readonly z: number;
  /** Log factors: usual × their product = expected. */
  readonly steps: readonly { readonly name: Group; readonly log: number }[];
}

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
 * counterfactual explains nearly all, in logs: the one that took most minutes beyond its usual ones.
 */
export function explainAway({ set, rows, pagers }: ServedWindow, model: CalibratedModel): ExplainedAway | null {
  const [rule, served] = [rungOf(pagers, 'incumbent'), rungOf(pagers, 'model')];
  const paged = new Set(served.pages.map(({ at }) => set.runId[rows[at]]));
  const benign = rule.pages.filter(({ at }) => set.y[rows[at]] === 0 && !paged.has(set.runId[rows[at]]));
  const [expectedLog, usualLog] = ['expected_log_minutes', 'log_minutes_30'].map((name) => featureColumn(set, name));
  const asked = Uint32Array.from(benign, ({ at }) => rows[at]);
  const median = predictMargin(model.counterfactual[0], counterfactualMatrix(set, asked));
  const explained = benign.filter((_, nth) => {
    const [row, usual] = [asked[nth], usualLog[asked[nth]]];
    return expectedLog[row] + median[nth] - usual >= NEARLY_ALL * (Math.log(set.minutes[row]) - usual);
  });
  if (explained.length === 0) return null;
  const beyond = ({ at }: Page) => set.minutes[rows[at]] - Math.exp(usualLog[rows[at]]);
  const { at } = explained.reduce((most, page) => (beyond(page) > beyond(most) ? page : most));
  const row = rows[at];
  const { columns } = counterfactualMatrix(set, Uint32Array.of(row));
  const { base, effects } = explainRows(model.counterfactual[0], { names: COUNTERFACTUAL, columns }, Uint32Array.of(0));
  const sums: Record<Group, number> = { bytes: 0, workers: 0, calendar: 0, 'own past': base };
  for (const [feature, name] of COUNTERFACTUAL.entries()) sums[GROUPS[name] ?? 'own past'] += effects[0][feature];
  const learnt = Object.values(sums).reduce((sum, log) => sum + log, 0);
  const [bytes, workers] = firstReading(set, rows, row);
  sums.bytes += bytes;
  sums.workers += workers;
  // The usual of its past is that of the page, a few runs later than that of the start.
  sums['own past'] += expectedLog[row] - usualLog[row] - bytes - workers;
  return {
    job: set.jobId[row],
    minutes: set.minutes[row],
    expected: Math.exp(expectedLog[row] + learnt),
    usual: Math.exp(usualLog[row]),
    z: rule.score[at],
    steps: Object.entries(sums).map(([name, log]) => ({ name: name as Group, log })),
  };
}

/** What bytes and workers did to `expected_log_minutes` (`expected.sql`): two slopes for all jobs, read back from the starts. */
function firstReading(set: TrainingSet, rows: Uint32Array, row: number): readonly number[] {
  const [expected, usual, ...work] = FIRST_READING.map((name) => featureColumn(set, name));
  const starts = rows.filter((one) => set.multiple[one] === 0 && !Number.isNaN(expected[one] - usual[one]));
  const above = Float64Array.from(starts, (one) => expected[one] - usual[one]);
  const columns = work.map((column) => Float64Array.from(starts, (one) => column[one] || 0));
  const { inputs } = fitRidge(columns, ['bytes', 'workers'], above, 1e-6);
  return inputs.map(({ coefficient }, input) => coefficient * (work[input][row] || 0));
}

const FIRST_READING = ['expected_log_minutes', 'log_minutes_30', 'gb_against_30', 'workers_against_30'];
