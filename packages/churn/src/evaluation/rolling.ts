import { averagePrecision, openWindow } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet } from '../domain.ts';
import { type TruthRows, truthOfAll } from './ceilings.ts';
import { csmRule } from './scorers.ts';

/** The same recipe a quarter, two, three and four earlier: what the bootstrap cannot know about refitting. */
export function judgeRolling(
  set: TrainingSet,
  rolling: readonly CalibratedModel[],
  known: TruthRows | null,
): Evaluation['rolling'] {
  return rolling.map(({ fold, scorer }) => {
    const { rows, label, weight } = openWindow({ ...set, step: set.week }, fold.test);
    const truth = truthOfAll(known, rows);
    const of = (score: Float64Array) => averagePrecision(label, score, weight);
    return {
      name: fold.fold.name,
      averagePrecision: of(scorer.margin(set, rows)),
      rule: of(csmRule.margin(set, rows)),
      observable: truth && of(truth.observable),
    };
  });
}
