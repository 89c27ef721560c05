import type { Split } from '@applied-modeling/evaluation';
import { auditRun, type Detector, type RunAudit } from '@applied-modeling/feature-store';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { auditSettings } from '../settings.ts';

export interface AuditedRun {
  readonly set: TrainingSet;
  readonly folds: Split;
  readonly evaluation: Pick<Evaluation, 'ladder'>;
}

/**
 * The leak audit, before anything is registered: a leak makes every offline figure better, so nothing else can notice it. The detectors
 * are the feature store's.
 *
 * The ceiling is the oracle, which knows what every candidate is worth. None is known for what could be observed: tastes and tasks are
 * directions in eight dimensions, seen through opens alone, so nobody can sum over the states they might be in.
 */
export function audit({ set, folds, evaluation }: AuditedRun, detectors?: readonly Detector[]): RunAudit {
  const oracle = evaluation.ladder.find(({ role }) => role === 'oracle')?.modelMinusThis;
  return auditRun(
    {
      ...set,
      label: set.y,
      entity: set.cluster,
      decidedAt: set.spine.decidedAt,
      folds: [folds.final, folds.refit],
      ceiling: oracle ? { difference: oracle.estimate, standardError: oracle.standardError } : null,
      thresholds: auditSettings,
    },
    detectors,
  );
}
