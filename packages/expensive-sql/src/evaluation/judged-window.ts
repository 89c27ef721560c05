import { type NamedRung, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, Scorer, TrainingSet } from '../domain.ts';
import { censoringWeights } from '../training-set/censoring.ts';
import type { TruthRows } from './truth.ts';

/** The test rows with everybody's scores: what all judges look at. Lists run parallel to `rows`. */
export interface JudgedWindow {
  readonly set: TrainingSet;
  readonly model: CalibratedModel;
  readonly rows: Uint32Array;
  readonly label: Float32Array;
  readonly weight: Float32Array;
  /** Days. */
  readonly group: Int32Array;
  /** Templates. */
  readonly cluster: Int32Array;
  readonly scored: readonly ScoredRung[];
  readonly truth: TruthRows | null;
  readonly seed: number;
}

export interface ScoredRung extends NamedRung {
  readonly score: Float64Array;
  /** Absent of a ceiling, which is a chance already. */
  readonly scorer?: Scorer;
}

export function judgedWindow(
  set: TrainingSet,
  model: CalibratedModel,
  scorers: readonly Scorer[],
  { truth, seed }: Pick<JudgedWindow, 'truth' | 'seed'>,
): JudgedWindow {
  const rows = model.fold.test;
  const ceilings: readonly ScoredRung[] = truth
    ? [
        { name: 'observable ceiling', role: 'ceiling', score: truth.observable },
        { name: 'knows the template', role: 'oracle', score: truth.clairvoyant },
      ]
    : [];
  return {
    ...{ set, model, rows, truth, seed },
    label: take(set.y, rows),
    weight: censoringWeights(set, rows),
    group: take(set.day, rows),
    cluster: take(set.cluster, rows),
    scored: [
      ...scorers.map((scorer) => ({ name: scorer.name, role: scorer.role, score: scorer.score(set, rows), scorer })),
      ...ceilings,
    ],
  };
}
