/**
 * The losses, one a file under `objectives/`: how a margin becomes a response, each row's gradient pair, and the metric that
 * early stopping watches. Formulas and float32 roundings are XGBoost's.
 */

import type { Kernels } from './kernels.ts';
import type { LabelledMatrix } from './matrix.ts';
import { binaryLogistic } from './objectives/binary-logistic.ts';
import { countPoisson } from './objectives/count-poisson.ts';
import { quantileError } from './objectives/quantile-error.ts';
import { rankNdcg } from './objectives/rank-ndcg.ts';
import { regTweedie } from './objectives/reg-tweedie.ts';
import { squaredError } from './objectives/squared-error.ts';
import { POISSON_STEP, type TrainParams } from './params.ts';

export interface Objective {
  /** The margin of a response: the inverse of `response`, in float32. */
  readonly margin: (response: number) => number;
  /** The prediction a margin stands for, in float32. */
  readonly response: (margin: number) => number;
  /** `response` of every margin; both arrays lie in the kernels' memory. */
  readonly fillResponses: (kernels: Kernels, margins: Float32Array, responses: Float32Array) => void;
  /** Throws when a label is outside the loss's domain. */
  readonly checkDomain: (matrix: LabelledMatrix, subject: string) => void;
  /** The response to start from when base_score is left out. Weights are undefined where no row was given any. */
  readonly baseScore: (label: Float32Array, weights: Float32Array | undefined) => number;
  /** Which base_score can be started from, where not any can. */
  readonly baseScoreRule?: readonly [holds: (response: number) => boolean, expected: string];
  /** What a training asks for every round, made once. */
  readonly gradientsOf: (rows: TrainedRows, kernels: Kernels) => FillGradients;
  /** For a loss whose gradients say which way a leaf should step but not how far: how to find its value from its rows. */
  readonly leafFit?: (label: Float32Array, weights: Float32Array | undefined, margins: Float32Array) => LeafFit;
  /** The loss compares the rows of a group, so that groups are needed, and the higher its metric the better. */
  readonly ranksGroups?: true;
  /** The weighted metric on an evaluation set, such as log loss: the lower the better, unless it ranks. */
  readonly metricOf: (matrix: LabelledMatrix) => (responses: Float32Array) => number;
}

/** The rows of a training as its loss sees them, in the kernels' memory. Margins and responses are those of the round. */
export interface TrainedRows {
  readonly label: Float32Array;
  /** One a row, scale_pos_weight included; 1 where none was given. */
  readonly weights: Float32Array;
  /** The sizes of the groups that the rows make up in turn; a group's weight is that of each of its rows. */
  readonly group?: Uint32Array | undefined;
  readonly margins: Float32Array;
  readonly responses: Float32Array;
}

/** Writes (gradient, hessian) of each row's loss, times its weight, interleaved; `gradients` lies in the kernels' memory. */
export type FillGradients = (gradients: Float32Array, round: number) => void;

/** The value, before eta, of a leaf that holds these sampled rows, at the margins of this round; NaN when they have no weight. */
export type LeafFit = (rows: Uint32Array) => number;

export function objectiveOf(params: Partial<TrainParams> & Pick<TrainParams, 'objective'>): Objective {
  switch (params.objective) {
    case 'binary:logistic':
      return binaryLogistic;
    case 'reg:squarederror':
      return squaredError;
    case 'reg:quantileerror':
      return quantileError(params.quantile_alpha as number); // params and model files are refused without it
    case 'count:poisson':
      return countPoisson(params.max_delta_step ?? POISSON_STEP);
    case 'reg:tweedie':
      return regTweedie(params.tweedie_variance_power ?? 1.5);
    case 'rank:ndcg':
      return rankNdcg(params);
  }
}
