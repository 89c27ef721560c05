import { rungOf, type Split } from '@applied-modeling/evaluation';
import { auditRun, type RunAudit } from '@applied-modeling/feature-store';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { auditSettings } from '../settings.ts';

/** The leak audit, before anything is registered: a leak makes every offline figure better, so nothing else can notice it. */
export function audit(set: TrainingSet, folds: Split, { ladder, gapClosed }: Evaluation): RunAudit {
  const above = gapClosed === null ? null : rungOf(ladder, 'ceiling').modelMinusThis;
  return auditRun({
    ...set,
    label: set.y,
    entity: set.cluster,
    decidedAt: set.spine.decidedAt,
    folds: [folds.final, folds.refit],
    ceiling: above && { difference: above.estimate, standardError: above.standardError },
    thresholds: auditSettings,
  });
}
