import { rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { predictMargin } from '@applied-modeling/gbm';
import type { CalibratedModel } from '../domain.ts';
import { counterfactualMatrix, quantileModel } from '../training-set/counterfactual.ts';
import type { Page } from './paging.ts';
import type { ServedWindow } from './served-window.ts';

/** A run that looks late by its own past and is not, given its work: what its expected minutes are made of. */
export type ExplainedAway = NonNullable<ReturnType<typeof explainAway>>;

const NEARLY_ALL = 0.9;

/**
 * Of the runs the rule paged for at the budget and the model did not, which hindsight finds not worth it and of whose lateness the
 * counterfactual explains nearly all, in logs: the one that took most minutes beyond its usual ones. Null where there is none.
 */
export function explainAway(window: ServedWindow, { counterfactual }: CalibratedModel) {
  const { set, rows } = window;
  const benign = benignPagesOfTheRule(window);
  const asked = Uint32Array.from(benign, ({ at }) => rows[at]);
  const corrected = predictMargin(quantileModel(counterfactual, 0.5), counterfactualMatrix(set, asked));
  const [expectedLog, usualLog, forBytes, forWorkers] = COLUMNS.map((name) => featureColumn(set, name));
  const lateness = (row: number) => Math.log(set.minutes[row]) - usualLog[row];
  const beyond = (nth: number) => set.minutes[asked[nth]] - Math.exp(usualLog[asked[nth]]);
  const explained = [...asked.keys()].filter((nth) => {
    const row = asked[nth];
    return expectedLog[row] + corrected[nth] - usualLog[row] >= NEARLY_ALL * lateness(row);
  });
  if (explained.length === 0) return null;
  const nth = explained.reduce((most, one) => (beyond(one) > beyond(most) ? one : most));
  const row = asked[nth];
  const usual = Math.exp(usualLog[row]);
  const rest = expectedLog[row] - usualLog[row] - forBytes[row] - forWorkers[row] + corrected[nth];
  return {
    ...{ job: set.jobId[row], minutes: set.minutes[row], usual, expected: Math.exp(expectedLog[row] + corrected[nth]) },
    /** Robust standard deviations beyond the usual when the rule paged. */
    z: rungOf(window.pagers, 'incumbent').score[benign[nth].at],
    /** Log factors: usual × their product = expected. */
    steps: [
      { name: 'bytes', log: forBytes[row] },
      { name: 'workers', log: forWorkers[row] },
      { name: 'calendar and past', log: rest },
    ],
  };
}

const COLUMNS = ['expected_log_minutes', 'log_minutes_30', 'expected_for_bytes', 'expected_for_workers'] as const;

/** Those the model did not page for. */
function benignPagesOfTheRule({ set, rows, pagers }: ServedWindow): readonly Page[] {
  const [rule, served] = [rungOf(pagers, 'incumbent'), rungOf(pagers, 'model')];
  const paged = new Set(served.pages.map(({ at }) => set.runId[rows[at]]));
  return rule.pages.filter(({ at }) => set.y[rows[at]] === 0 && !paged.has(set.runId[rows[at]]));
}
