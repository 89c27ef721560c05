import type { Split } from '@applied-modeling/evaluation';
import * as featureStore from '@applied-modeling/feature-store';
import type { Evaluation, TrainedModel, TrainingSet } from '../domain.ts';
import { CAUSE_VIEWS, jobFeatures } from '../features.ts';
import { auditSettings } from '../settings.ts';

export interface AuditedRun {
  readonly set: TrainingSet;
  readonly folds: Split;
  readonly evaluation: Pick<Evaluation, 'ladder'>;
  readonly model: Pick<TrainedModel, 'counterfactual'>;
}

/**
 * The leak audit, before anything is registered: a leak makes every offline figure better, so nothing else can notice it. The
 * detectors are the feature store's, and one of this question's own.
 */
export function audit(
  { set, folds, evaluation, model }: AuditedRun,
  detectors?: readonly featureStore.Detector[],
): featureStore.RunAudit {
  const above = evaluation.ladder.find(({ role }) => role === 'ceiling')?.modelMinusThis;
  const run = {
    ...set,
    label: set.y,
    entity: set.cluster,
    decidedAt: set.spine.decidedAt,
    folds: [folds.final, folds.refit],
    ceiling: above ? { difference: above.estimate, standardError: above.standardError } : null,
    thresholds: auditSettings,
  };
  const own = causeInCounterfactual(model.counterfactual[0].featureNames);
  return featureStore.auditRun(run, detectors ?? [...featureStore.ALL_DETECTORS, own]);
}

/**
 * A counterfactual that knows of a cause explains it away: told of the deploy, it expects the run to be slow, and the regression
 * looks usual. No figure on page-worthy runs that somebody labelled so would show it.
 */
export function causeInCounterfactual(learntFrom: readonly string[]): featureStore.Detector {
  return featureStore.detector('cause-in-counterfactual', [], () =>
    learntFrom.flatMap((name) => {
      const causes = ingredientsOf(name).filter((read) => CAUSES.has(read));
      if (causes.length === 0) return [];
      return {
        subject: name,
        found: `what a run should take is learnt from ${causes.join(' and ')}`,
        allowed: 'bytes, workers, the calendar and the past of the job',
        explanation: 'A cause is no reason for a run to be slow: expected, it would never page.',
        whatToDo: `Take ${name} out of COUNTERFACTUAL; the classifier may read it.`,
        severity: 'refused' as const,
      };
    }),
  );
}

const CAUSES: ReadonlySet<string> = new Set(
  jobFeatures.views.filter(({ name }) => CAUSE_VIEWS.includes(name)).flatMap(({ features }) => Object.keys(features)),
);

/** The features of views that a feature is made of. */
function ingredientsOf(name: string): readonly string[] {
  const derivation = jobFeatures.derived[name];
  return derivation === undefined ? [name] : featureStore.namesRead(derivation).flatMap(ingredientsOf);
}
