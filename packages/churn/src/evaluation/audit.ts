import type { Split } from '@applied-modeling/evaluation';
import { auditRun, type Detector, type PresentReading, type RunAudit } from '@applied-modeling/feature-store';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { auditSettings } from '../settings.ts';

export interface AuditedRun {
  readonly set: TrainingSet;
  readonly split: Split;
  readonly evaluation: Evaluation;
  readonly now: PresentReading;
}

/**
 * The leak audit of a run, before anything is registered. A leak makes every offline number better, so nothing else in the
 * run can notice it. The detectors are the feature store's; here a run becomes the evidence they look at.
 */
export function audit({ set, split, evaluation, now }: AuditedRun, detectors?: readonly Detector[]): RunAudit {
  const ceiling = evaluation.ceilings?.modelMinusObservable;
  const run = {
    ...set,
    label: set.y,
    entity: set.cluster,
    folds: [...split.rolling, split.final, split.refit],
    now,
    ceiling: ceiling ? { difference: ceiling.estimate, standardError: ceiling.standardError } : null,
    thresholds: auditSettings.thresholds,
  };
  return auditRun(run, detectors);
}
