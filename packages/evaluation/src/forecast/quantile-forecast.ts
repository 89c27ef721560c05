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
