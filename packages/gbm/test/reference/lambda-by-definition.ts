/**
 * The slow twin of LambdaMART's gradients and of NDCG: one group at a time, its order found by sorting, every formula written
 * out, in doubles throughout. The fast code sums float32 and agrees to about that.
 */
export interface RelevantRow {
  readonly score: number;
  readonly label: number;
}

export interface RankingTerms {
  readonly top: number;
  readonly isExponential: boolean;
  readonly normalisesGroups: boolean;
  readonly normalisesScores: boolean;
}

export type GradientPair = readonly [gradient: number, hessian: number];

/** Each of the top rows with every row below it. */
export function topGradients(group: readonly RelevantRow[], terms: RankingTerms): GradientPair[] {
  const order = orderOf(group.map(({ score }) => score));
  const pushed = group.map((): [number, number] => [0, 0]);
  let sumLambda = 0;
  for (const [rank, row] of order.slice(0, terms.top).entries()) {
    for (const other of order.slice(rank + 1)) {
      const [high, low] = group[row].label > group[other].label ? [row, other] : [other, row];
      const [lambda, hessian] = pushOf(group, order, high, low, terms);
      pushed[high][0] += lambda;
      pushed[low][0] -= lambda;
      pushed[high][1] += hessian;
      pushed[low][1] += hessian;
      sumLambda += 2 * Math.abs(lambda);
    }
  }
  const scale = terms.normalisesGroups && sumLambda > 0 ? Math.log2(1 + sumLambda) / sumLambda : 1;
  return pushed.map(([gradient, hessian]) => [scale * gradient, scale * hessian]);
}

/** What each row with one other of another label, drawn by lot, comes to on average. */
export function meanGradients(group: readonly RelevantRow[], terms: RankingTerms): GradientPair[] {
  const order = orderOf(group.map(({ score }) => score));
  const pushed = group.map((): [number, number] => [0, 0]);
  for (const row of order) {
    const others = order.filter((other) => group[other].label !== group[row].label);
    for (const other of others) {
      const [high, low] = group[row].label > group[other].label ? [row, other] : [other, row];
      const [lambda, hessian] = pushOf(group, order, high, low, terms);
      pushed[high][0] += lambda / others.length;
      pushed[low][0] -= lambda / others.length;
      pushed[high][1] += hessian / others.length;
      pushed[low][1] += hessian / others.length;
    }
  }
  return pushed;
}

/** 1 where nothing is relevant, and every order is as good. */
export function ndcgOfGroup(group: readonly RelevantRow[], terms: RankingTerms): number {
  const ideal = dcg(group, orderOf(group.map(({ label }) => label)), terms);
  return ideal === 0 ? 1 : dcg(group, orderOf(group.map(({ score }) => score)), terms) / ideal;
}

function pushOf(
  group: readonly RelevantRow[],
  order: readonly number[],
  high: number,
  low: number,
  terms: RankingTerms,
): GradientPair {
  if (group[high].label === group[low].label) return [0, 0];
  const swapped = order.map((row) => (row === high ? low : row === low ? high : row));
  const everyRank = { ...terms, top: Infinity }; // the ranks beyond the top discount as well, though the ideal ends there
  const ideal = dcg(group, orderOf(group.map(({ label }) => label)), terms);
  let delta = Math.abs(dcg(group, order, everyRank) - dcg(group, swapped, everyRank)) / ideal;
  const distance = group[high].score - group[low].score;
  const isSpread = group.some(({ score }) => score !== group[0].score);
  if (terms.normalisesScores && isSpread) delta /= Math.abs(distance) + 0.01;
  const chance = 1 / (1 + Math.exp(-distance));
  return [(chance - 1) * delta, 2 * Math.max(chance * (1 - chance), 1e-16) * delta];
}

function dcg(group: readonly RelevantRow[], order: readonly number[], { top, isExponential }: RankingTerms): number {
  return order
    .slice(0, top)
    .map((row) => group[row].label)
    .reduce((sum, label, rank) => sum + (isExponential ? 2 ** label - 1 : label) / Math.log2(rank + 2), 0);
}

/** Best first, ties as they came. */
function orderOf(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b);
}
