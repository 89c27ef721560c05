/**
 * LambdaMART's gradients. A pair of rows of one group with different labels pushes the better one up and the other down, the
 * harder the less the model tells them apart and the more the group's NDCG would change if the two swapped ranks:
 *
 * delta   = |gain(high) - gain(low)| |discount(rank of high) - discount(rank of low)| / ideal DCG
 * lambda  = (sigmoid(score(high) - score(low)) - 1) delta          the gradient of high; of low, -lambda
 * hessian = 2 sigmoid (1 - sigmoid) delta                          of both
 *
 * Burges 2010, "From RankNet to LambdaRank to LambdaMART: An Overview", with what XGBoost adds. Two normalisations: delta is
 * divided by the distance of the scores, so that pairs far apart already count less; and what a group's pairs push is scaled
 * by log2(1 + S) / S, S being twice the sum of their |lambda|, so that long groups do not drown short ones (where pairs are
 * drawn: by one over the draws a row). And float32 sums in the order of pairs: so, here alone, the order of rows matters.
 *
 * Pairs are listed, then pushed apart in the kernels.
 */
import type { Kernels } from '../kernels.ts';
import type { FillGradients, TrainedRows } from '../objectives.ts';
import { groupStarts, rankInGroups } from '../rank-in-groups.ts';
import { drawsOfRound } from '../sampling.ts';
import { discountedSums, discountsOf, gainsOf, type NdcgTerms } from './ndcg.ts';
import { RankedGroup } from './ranked-group.ts';

export interface Pairing extends NdcgTerms {
  /** Each row of the top with every row below it; or draws: each row with some of other labels. */
  readonly method: 'topk' | 'mean';
  /** The rows of the top, or the draws a row. */
  readonly numPair: number;
  readonly normalisesGroups: boolean;
  readonly normalisesScores: boolean;
  readonly seed: number;
}

export interface GroupedRows extends TrainedRows {
  readonly group: Uint32Array;
}

/** Prepares each group's ideal DCG. The round decides which pairs are drawn, where they are. */
export function lambdaGradients(
  { label, weights, group, responses: scores }: GroupedRows,
  pairing: Pairing,
  kernels: Kernels,
): FillGradients {
  const starts = groupStarts(group);
  const rank = rankInGroups(starts);
  const gains = gainsOf(label, pairing);
  const discounts = discountsOf(group);
  const byLabel = rank(label).slice();
  const idealDcg = discountedSums(byLabel, starts, gains, discounts, pairing);
  const weightScale = group.length / sumAt(weights, starts.subarray(0, group.length)); // to a mean of 1
  const list = new RankedGroup(label, gains, discounts, kernels);
  return (gradients, round) => {
    const ranked = rank(scores);
    const draw = drawsOfRound(pairing.seed, round);
    for (let at = 0; at < group.length; at++) {
      const [begin, end] = [starts[at], starts[at + 1]];
      list.open(ranked.subarray(begin, end), scores, idealDcg[at], pairing.normalisesScores);
      if (pairing.method === 'topk') pairTop(list, end - begin, pairing);
      else pairByLot(list, label, byLabel, begin, end, draw, pairing);
      list.close(gradients, scaleOfGroup(list.push(), pairing), weights[begin], weightScale);
    }
  };
}

function sumAt(values: Float32Array, places: Uint32Array): number {
  let sum = 0;
  for (const place of places) sum += values[place];
  return sum;
}

function scaleOfGroup(sumLambda: number, { normalisesGroups, method, numPair }: Pairing): number {
  if (!normalisesGroups) return 1;
  if (method === 'mean') return 1 / numPair;
  return sumLambda > 0 ? Math.log2(1 + sumLambda) / sumLambda : 1;
}

/** Each row of the top with every row below it. */
function pairTop(list: RankedGroup, size: number, { numPair }: Pairing): void {
  const top = Math.min(size, numPair);
  for (let i = 0; i < top; i++) {
    for (let j = i + 1; j < size; j++) list.add(i, j);
  }
}

/** Each row with rows drawn from those of another label. Rows of one label are adjacent in `byLabel`. */
function pairByLot(
  list: RankedGroup,
  label: Float32Array,
  byLabel: Uint32Array,
  begin: number,
  end: number,
  draw: (index: number) => number,
  { numPair }: Pairing,
): void {
  for (let from = begin, to = begin; from < end; from = to) {
    while (to < end && label[byLabel[to]] === label[byLabel[from]]) to++;
    const others = end - begin - (to - from);
    if (others === 0) return;
    for (let at = from * numPair; at < to * numPair; at++) {
      const drawn = begin + Math.floor(draw(at) * others);
      const other = byLabel[drawn < from ? drawn : drawn + to - from];
      list.add(list.rankOf[byLabel[Math.floor(at / numPair)]], list.rankOf[other]);
    }
  }
}
