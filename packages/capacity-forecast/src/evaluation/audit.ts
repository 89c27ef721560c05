import type { Split } from '@applied-modeling/evaluation';
import { windowPairs } from '@applied-modeling/evaluation';
import {
  ALL_DETECTORS,
  type AuditEvidence,
  type Detector,
  type Audit as LeakAudit,
  runAudit,
  type SingleFeatureAuc,
  singleFeatureAucs,
} from '@applied-modeling/feature-store';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { hourQuantiles } from './cost.ts';

/**
 * The leak audit of a run, before anything is registered. A leak makes every offline number better, so nothing else in the
 * run can notice it. The detectors are the feature store's; here a run becomes the evidence they look at.
 *
 * Two of them ask for translation. The outcome is a distribution and no event, so single features are tried on the question
 * the model answers: does the week need more than the structural forecast says? And the score is money, so above the ceiling
 * means cheaper than the oracle. Nothing is read a second time: every value keeps its own clock.
 */
export interface Audit extends LeakAudit {
  /** Every feature alone, best first: the table that shows nothing is too good. */
  readonly singleFeatureAucs: readonly SingleFeatureAuc[];
}

export interface AuditedRun {
  readonly set: TrainingSet;
  readonly split: Split;
  readonly evaluation: Pick<Evaluation, 'policies'>;
}

export function audit(run: AuditedRun, detectors: readonly Detector[] = ALL_DETECTORS): Audit {
  const evidence = gatherEvidence(run);
  const { featureAucs = [] } = evidence;
  const verdict = runAudit(evidence, detectors);
  return {
    ...verdict,
    notApplicable: verdict.notApplicable.map(({ detector, why }) => ({ detector, why: WHY_NOT[detector] ?? why })),
    singleFeatureAucs: 'notApplicable' in featureAucs ? [] : bestFirst(featureAucs),
  };
}

/** What is left to the tests, and what own data cannot answer. */
const WHY_NOT: Readonly<Record<string, string>> = {
  'as-of-against-now': 'no table is overwritten in place; that a longer history changes no row is what a test holds',
  'above-the-ceiling': 'nobody knows what an oracle would have planned',
};

function gatherEvidence({ set, split, evaluation }: AuditedRun): AuditEvidence {
  const { names, columns, decidedAt, maturesAt } = set;
  const label = needsMore(set);
  const oracle = evaluation.policies.find(({ role }) => role === 'oracle')?.modelMinusThis;
  return {
    names,
    columns,
    label,
    decidedAt,
    featureAucs: singleFeatureAucs({ names, columns, label }),
    maxAvailableAtBySource: set.maxAvailableAtBySource,
    maxEventTimeBySource: set.maxEventTimeBySource,
    entity: set.series,
    // From the decision until it matures anything that happens may settle the outcome, so two such spans must not meet.
    labelWindow: { startsAt: decidedAt, endsAt: maturesAt },
    folds: windowPairs(split),
    // Dollars: cheaper is better, so the sign turns.
    ceiling: oracle ? { difference: -oracle.estimate, standardError: oracle.standardError } : null,
  };
}

/** 1 where the level that would have been best lies above the structural forecast's, NaN where the week is not known. */
function needsMore({ demand, anchor }: TrainingSet): Float32Array {
  return Float32Array.from(hourQuantiles(demand), (best, row) =>
    Number.isNaN(best) || Number.isNaN(anchor[row]) ? Number.NaN : Number(best > anchor[row]),
  );
}

function bestFirst(aucs: readonly SingleFeatureAuc[]): readonly SingleFeatureAuc[] {
  return aucs.toSorted((a, b) => (b.auc || 0) - (a.auc || 0));
}
