/**
 * A trained run as the evidence of a leak audit. What is common to all runs is put together here: from its decision until it
 * matures a label is not settled, each window of a fold is held against all that come after it, and every feature is tried
 * alone. What a label is, and what a ceiling, the caller says.
 */

import { ALL_DETECTORS, type Audit, auditEvidence } from './audit-evidence.ts';
import type { Detector } from './detector.ts';
import type { AuditEvidence, AuditFold } from './evidence.ts';
import { type SingleFeatureAuc, singleFeatureAucs } from './single-feature-aucs.ts';

export interface RunAudit extends Audit {
  /** Every feature alone, best first: the table that shows nothing is too good. Empty where a class has too few rows. */
  readonly singleFeatureAucs: readonly SingleFeatureAuc[];
}

/** All lists run parallel to the rows of the training set. */
export interface TrainedRun
  extends Pick<
    AuditEvidence,
    'maxAvailableAtBySource' | 'maxEventTimeBySource' | 'weight' | 'now' | 'ceiling' | 'thresholds'
  > {
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  /** 0 or 1, NaN where not known. */
  readonly label: ArrayLike<number>;
  readonly entity: ArrayLike<number>;
  /** Milliseconds, like `maturesAt`: the span within which anything that happens may settle the label. */
  readonly decidedAt: ArrayLike<number>;
  readonly maturesAt: ArrayLike<number>;
  readonly folds: readonly FoldWindows[];
}

/** The rows of each window of a fold; a fold whose test lies in the future has none to test on. */
export interface FoldWindows {
  readonly fold: { readonly name: string };
  readonly train: Uint32Array;
  /** Calibration comes in two parts: when to stop, and the calibrator. */
  readonly stopping: Uint32Array;
  readonly calibration: Uint32Array;
  readonly test: Uint32Array;
}

export function auditRun(
  { folds, maturesAt, ...run }: TrainedRun,
  detectors: readonly Detector[] = ALL_DETECTORS,
): RunAudit {
  const featureAucs = singleFeatureAucs(run);
  const evidence: AuditEvidence = {
    ...run,
    featureAucs,
    labelWindow: { startsAt: run.decidedAt, endsAt: maturesAt },
    folds: folds.flatMap(pairsOfWindows),
  };
  return {
    ...auditEvidence(evidence, detectors),
    singleFeatureAucs: 'notApplicable' in featureAucs ? [] : bestFirst(featureAucs),
  };
}

function pairsOfWindows({ fold: { name }, train, stopping, calibration, test }: FoldWindows): readonly AuditFold[] {
  const calibrated = new Uint32Array(stopping.length + calibration.length);
  calibrated.set(stopping);
  calibrated.set(calibration, stopping.length);
  return [
    { name: `${name}: training, calibration`, earlier: train, later: calibrated },
    { name: `${name}: training, test`, earlier: train, later: test },
    { name: `${name}: calibration, test`, earlier: calibrated, later: test },
  ];
}

function bestFirst(aucs: readonly SingleFeatureAuc[]): readonly SingleFeatureAuc[] {
  return aucs.toSorted((a, b) => (b.auc || 0) - (a.auc || 0));
}
