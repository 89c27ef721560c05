/**
 * Learning to rank, XGBoost's `rank:ndcg` as of 3.x: LambdaMART (`lambda-gradients`) within groups of rows, a request or a
 * query each, whose labels say how relevant a row is to it. Scores compare rows of one group and mean nothing else, so that
 * training starts from 0 (XGBoost from one Newton step, in which pairs cancel out: 1e-8 or so).
 *
 * `topk` trains as XGBoost does. For `mean` the pairs are drawn by another lot, as rows are by `subsample`: XGBoost itself
 * changed its lot in 3.4.
 */
import { checkEach, type LabelledMatrix } from '../matrix.ts';
import type { Objective } from '../objectives.ts';
import type { TrainParams } from '../params.ts';
import { type GroupedRows, lambdaGradients, type Pairing } from './lambda-gradients.ts';
import { type GroupedMatrix, ndcgOf } from './ndcg.ts';

/** 2 to the power of more is beyond what XGBoost's 32 bits hold. */
const MOST_RELEVANT = 31;

export function rankNdcg(params: Partial<TrainParams>): Objective {
  const pairing = pairingOf(params);
  const watched = params.eval_metric ? { ...pairing, top: Number(params.eval_metric.split('@')[1]) } : pairing;
  return {
    margin: Math.fround,
    response: Math.fround,
    fillResponses: (_, margins, responses) => responses.set(margins),
    checkDomain: (matrix, subject) => checkRelevance(matrix, subject, pairing),
    baseScore: () => 0,
    gradientsOf: (rows, kernels) => lambdaGradients(rows as GroupedRows, pairing, kernels),
    ranksGroups: true,
    metricOf: (matrix) => ndcgOf(matrix as GroupedMatrix, watched),
  };
}

function pairingOf({
  lambdarank_pair_method: method = 'topk',
  lambdarank_num_pair_per_sample: numPair = method === 'topk' ? 32 : 1,
  lambdarank_normalization: normalisesGroups = true,
  lambdarank_score_normalization: normalisesScores = true,
  ndcg_exp_gain: isExponential = true,
  seed = 0,
}: Partial<TrainParams>): Pairing {
  const top = method === 'topk' ? numPair : Infinity;
  return { method, numPair, normalisesGroups, normalisesScores, isExponential, top, seed };
}

function checkRelevance({ label }: LabelledMatrix, subject: string, { isExponential }: Pairing): void {
  if (isExponential) {
    const holds = (y: number) => Number.isInteger(y) && y >= 0 && y <= MOST_RELEVANT;
    const expected = `a whole number from 0 to ${MOST_RELEVANT}, worth 2^label - 1`;
    checkEach(label, holds, `${subject}: label`, expected, 'set ndcg_exp_gain to false to give gains as labels');
  } else {
    checkEach(label, (y) => y >= 0, `${subject}: label`, 'a gain >= 0', 'give what is worth nothing 0');
  }
}
