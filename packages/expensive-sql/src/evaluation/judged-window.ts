import { denseNumbers, type NamedRung, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, Scorer, TrainingSet } from '../domain.ts';
import { censoringWeights } from '../training-set/censoring.ts';
import type { TruthRows } from './truth.ts';

export type JudgedWindow = ReturnType<typeof judgedWindow>;

export interface ScoredRung extends NamedRung {
  readonly score: Float64Array;
  /** Absent of a ceiling, which is a chance already. */
  readonly scorer?: Scorer;
}

/** The test rows with everybody's scores: what all judges look at. Lists run parallel to `rows`. */
export function judgedWindow(
  set: TrainingSet,
  model: CalibratedModel,
  scorers: readonly Scorer[],
  { truth, seed }: { readonly truth: TruthRows | null; readonly seed: number },
) {
  const rows = model.fold.test;
  const ofTruth: readonly ScoredRung[] = truth
    ? [
        { name: 'observable ceiling', role: 'ceiling', score: truth.observable },
        { name: 'knows the template', role: 'oracle', score: truth.clairvoyant },
      ]
    : [];
  const byRung = scorers.map((scorer): ScoredRung => {
    return { name: scorer.name, role: scorer.role, score: scorer.score(set, rows), scorer };
  });
  return {
    ...{ set, model, rows, truth, seed },
    label: take(set.y, rows),
    weight: censoringWeights(set, rows),
    /** Days. */
    group: take(set.day, rows),
    /** Templates. */
    cluster: denseNumbers(take(set.cluster, rows)),
    scored: [...byRung, ...ofTruth],
  };
}
