import type { Split } from '@applied-modeling/evaluation';
import { auditRun, type Detector, type RunAudit } from '@applied-modeling/feature-store';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { hourQuantiles } from './window.ts';

export interface AuditedRun {
  readonly set: TrainingSet;
  readonly split: Split;
  readonly evaluation: Pick<Evaluation, 'policies'>;
}

/**
 * The leak audit of a run, before anything is registered. A leak makes every other offline number better, so nothing else in
 * the run can notice it. The detectors are the feature store's; here a run becomes the evidence they look at.
 *
 * Two of them ask for translation. The outcome is a distribution and no event, so single features are tried on the question
 * the model answers: does the week need more than the structural forecast says? And the score is money, so above the ceiling
 * means cheaper than the oracle. No table is overwritten in place, so nothing is read again as of now; that a longer history
 * changes no row is what a test holds.
 */
export function audit({ set, split, evaluation }: AuditedRun, detectors?: readonly Detector[]): RunAudit {
  const oracle = evaluation.policies.find(({ role }) => role === 'oracle')?.modelMinusThis;
  const run = {
    ...set,
    label: needsMore(set),
    entity: set.series,
    folds: [...split.rolling, split.final, split.refit],
    // Dollars: cheaper is better, so the sign turns.
    ceiling: oracle ? { difference: -oracle.estimate, standardError: oracle.standardError } : null,
  };
  return auditRun(run, detectors);
}

/** 1 where the level that would have been best lies above the structural forecast's, NaN where the week is not known. */
function needsMore({ demand, anchor }: TrainingSet): Float32Array {
  return Float32Array.from(hourQuantiles(demand), (best, row) =>
    Number.isNaN(best) || Number.isNaN(anchor[row]) ? Number.NaN : Number(best > anchor[row]),
  );
}
