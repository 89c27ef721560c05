/** Predicted quantiles of some rows. */
export type QuantileForecast = {
  /** Ascending. */
  readonly levels: readonly number[];
  /** One list of rows a level. */
  readonly quantiles: readonly Float32Array[];
};

/** Every row between its two predicted quantiles around a level, in a straight line; beyond the outer ones, the outer one. */
export function quantileAt({ levels, quantiles }: QuantileForecast, level: number): Float32Array {
  if (levels.length === 1) return quantiles[0];
  const found = levels.findIndex((one) => one >= level);
  const above = Math.max(1, found < 0 ? levels.length - 1 : found);
  const share = Math.min(1, Math.max(0, (level - levels[above - 1]) / (levels[above] - levels[above - 1])));
  return quantiles[above].map((high, at) => (1 - share) * quantiles[above - 1][at] + share * high);
}

/** Of every row, the share of its outcomes at or under its predicted quantile; a row has equally many outcomes, side by side. */
export function coveredShares(outcomes: Float32Array, predicted: ArrayLike<number>): Float64Array {
  const each = outcomes.length / predicted.length;
  return Float64Array.from({ length: predicted.length }, (_, row) => {
    let covered = 0;
    for (let at = row * each; at < (row + 1) * each; at++) if (outcomes[at] <= predicted[row]) covered += 1;
    return covered / each;
  });
}
