/**
 * What a level is expected to cost an outcome, by a forecast of quantiles: outcomes fall on the quantiles, each as often as it is far to
 * the middle between its neighbours. `levels` ascend; the prices are of a unit that waits and of one that is missing.
 */
export function expectedLevelCost(
  level: number,
  { levels, quantiles }: { readonly levels: readonly number[]; readonly quantiles: readonly number[] },
  { idle, unmet }: { readonly idle: number; readonly unmet: number },
): number {
  const ends = levels.slice(1).map((next, at) => (levels[at] + next) / 2);
  return quantiles.reduce((sum, outcome, at) => {
    const share = (ends[at] ?? 1) - (ends[at - 1] ?? 0);
    return sum + share * (outcome > level ? unmet * (outcome - level) : idle * (level - outcome));
  }, 0);
}
