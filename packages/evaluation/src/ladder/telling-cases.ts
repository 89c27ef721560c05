/** Rows that tell most about a score, as positions in it. */
export interface TellingCases {
  readonly highest: number;
  readonly lowest: number;
  /** Where the outcome lies farthest from the score; undefined where no outcome is known. */
  readonly surprising: number | undefined;
}

/**
 * The highest and the lowest score, and the one that was most mistaken. `score` and `outcome` are in one unit, such as a
 * probability and 0 or 1; an outcome that nobody knows is NaN. `order` tells apart what a score with steps does not, such as the
 * margins behind an isotonic chance. Ties go to the first.
 */
export function tellingCases(
  score: ArrayLike<number>,
  outcome: ArrayLike<number>,
  order: ArrayLike<number> = score,
): TellingCases {
  const most = (of: (at: number) => number) =>
    Array.from(score, (_, at) => at).reduce((best, at) => (of(at) > of(best) ? at : best), 0);
  const miss = (at: number) => (Number.isNaN(outcome[at]) ? -1 : Math.abs(outcome[at] - score[at]));
  const surprising = most(miss);
  return {
    highest: most((at) => order[at]),
    lowest: most((at) => -order[at]),
    surprising: miss(surprising) < 0 ? undefined : surprising,
  };
}
