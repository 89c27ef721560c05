import { rungOf, type Split } from '@applied-modeling/evaluation';
import { ALL_DETECTORS, auditRun, type Detector, type RunAudit } from '@applied-modeling/feature-store';
import { postExecutionColumn } from '../admission/contract.ts';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { auditSettings } from '../settings.ts';

export interface AuditedRun {
  readonly set: TrainingSet;
  readonly folds: Split;
  readonly evaluation: Pick<Evaluation, 'ladder' | 'gapClosed'>;
}

/**
 * The leak audit, before anything is registered: a leak makes every offline figure better, so nothing else can notice it. The
 * detectors are the feature store's, and the admission contract, which refuses a column by name even where its clock would pass.
 */
export function audit({ set, folds, evaluation }: AuditedRun, detectors?: readonly Detector[]): RunAudit {
  const { ladder, gapClosed } = evaluation;
  const above = gapClosed === null ? null : rungOf(ladder, 'ceiling').modelMinusThis;
  const known = { ceiling: above && { difference: above.estimate, standardError: above.standardError } };
  const rows = { label: set.y, entity: set.cluster, decidedAt: set.spine.decidedAt };
  return auditRun(
    { ...set, ...rows, ...known, folds: [folds.final, folds.refit], thresholds: auditSettings },
    detectors ?? [...ALL_DETECTORS, postExecutionColumn(set.definition)],
  );
}
