/** The floor of a ladder: knows nothing, so that every order is as good. */
export const noRule = {
  name: 'no rule',
  role: 'floor',
  score: (_: unknown, rows: ArrayLike<number>) => new Float64Array(rows.length),
} as const;

/** Below every score. */
const NOTHING_TO_SAY = -1e9;

/** Scores of somebody who has nothing to say of some rows, NaN: they come last, and are equal. */
export function unknownLast(scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(scores, (score) => (Number.isNaN(score) ? NOTHING_TO_SAY : score));
}
