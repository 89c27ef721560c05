/**
 * NDCG@k of one relevant item as it is measured among `negatives` drawn from the catalogue instead of all of it, on average over
 * the draws (Krichene & Rendle 2020, "On sampled metrics for item recommendation"). Of the items drawn, with replacement,
 * Binomial(negatives, (rank − 1) / (items − 1)) stand before it: what decides is how large a share of the catalogue stands
 * before it, and hardly whether it is among the first k. So a sampled metric may order two rankers the other way round.
 *
 * `rank` is from 1 and may be a half, as among equal scores.
 */
export function sampledNdcg(
  { rank, items, negatives }: { readonly rank: number; readonly items: number; readonly negatives: number },
  k: number,
): number {
  if (!(rank >= 1 && rank <= items))
    throw new RangeError(`sampledNdcg: rank ${rank} among ${items} items; expected 1 to ${items}`);
  const before = items === 1 ? 0 : (rank - 1) / (items - 1);
  if (before === 1) return negatives < k ? 1 / Math.log2(2 + negatives) : 0;
  let chance = (1 - before) ** negatives;
  let expected = 0;
  for (let ahead = 0; ahead < Math.min(k, negatives + 1); ahead++) {
    expected += chance / Math.log2(2 + ahead);
    chance *= ((negatives - ahead) / (ahead + 1)) * (before / (1 - before));
  }
  return expected;
}
