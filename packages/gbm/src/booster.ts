import type { TrainParams } from './params.ts';
import type { Tree } from './tree.ts';

/** A trained model: plain readonly data, safe to clone, share and compare. */
export interface Booster {
  /** What it was trained with. A model read from a file knows its objective, and the rest only where the file says it. */
  readonly params: Partial<TrainParams> & Pick<TrainParams, 'objective'>;
  readonly trees: readonly Tree[];
  /** The prediction before the first tree, as a response (a probability for binary:logistic). */
  readonly baseScore: number;
  readonly featureNames: readonly string[];
  /** The round, counted from 0, with the best metric on the evaluation set; set by early stopping. */
  readonly bestIteration?: number;
  /** The objective's metric on the evaluation set after each round; empty without one. */
  readonly evalHistory: readonly number[];
}

/** The trees that predictions, contributions and files use: up to and with the best iteration, as XGBoost's scikit-learn API. */
export function predictingTrees({ trees, bestIteration }: Booster): readonly Tree[] {
  return bestIteration === undefined ? trees : trees.slice(0, bestIteration + 1);
}
