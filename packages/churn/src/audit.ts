import { type Split, windowPairs } from '@applied-modeling/evaluation';
import {
  ALL_DETECTORS,
  type AuditEvidence,
  type Detector,
  type Audit as LeakAudit,
  type PresentReading,
  runAudit,
  type SingleFeatureAuc,
  singleFeatureAucs,
} from '@applied-modeling/feature-store';
import type { Evaluation, TrainingSet } from './domain.ts';
import { auditSettings } from './settings.ts';

/**
 * The leak audit of a run, before anything is registered. A leak makes every offline number better, so nothing else in the
 * run can notice it. The detectors are the feature store's; here a run becomes the evidence they look at.
 */
export interface Audit extends LeakAudit {
  /** Every feature alone, best first: the table that shows nothing is too good. Empty where there are too few collapses. */
  readonly singleFeatureAucs: readonly SingleFeatureAuc[];
}

export interface AuditedRun {
  readonly set: TrainingSet;
  readonly split: Split;
  readonly evaluation: Evaluation;
  readonly now: PresentReading;
}

export function audit(run: AuditedRun, detectors: readonly Detector[] = ALL_DETECTORS): Audit {
  const evidence = gatherEvidence(run);
  const { featureAucs = [] } = evidence;
  return {
    ...runAudit(evidence, detectors),
    singleFeatureAucs: 'notApplicable' in featureAucs ? [] : bestFirst(featureAucs),
  };
}

function gatherEvidence({ set, split, evaluation, now }: AuditedRun): AuditEvidence {
  const { names, columns, y: label, weight, decidedAt, maturesAt } = set;
  const ceiling = evaluation.ceilings?.modelMinusObservable;
  return {
    names,
    columns,
    label,
    weight,
    decidedAt,
    featureAucs: singleFeatureAucs({ names, columns, label, weight }),
    maxAvailableAtBySource: set.maxAvailableAtBySource,
    maxEventTimeBySource: set.maxEventTimeBySource,
    now,
    entity: set.cluster,
    // From the decision until it matures anything that happens may settle the label, so two such spans must not meet.
    labelWindow: { startsAt: decidedAt, endsAt: maturesAt },
    folds: windowPairs(split),
    ceiling: ceiling ? { difference: ceiling.estimate, standardError: ceiling.standardError } : null,
    thresholds: auditSettings.thresholds,
  };
}

function bestFirst(aucs: readonly SingleFeatureAuc[]): readonly SingleFeatureAuc[] {
  return aucs.toSorted((a, b) => (b.auc || 0) - (a.auc || 0));
}
