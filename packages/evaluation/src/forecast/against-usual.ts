/** Values held against what is usual at the same places, such as the hours of a week. A value or a usual one that is not known is NaN. */

/** Σ values / Σ usual over the places where a value is known: above 1 where there is more than usual, 1 where nothing is known. */
export function levelAgainst(usual: Float64Array, values: Float64Array): number {
  let [found, expected] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at])) continue;
    found += values[at];
    expected += usual[at];
  }
  return found > 0 && expected > 0 ? found / expected : 1;
}

/** Root mean square of log(value / usual) over several seasons, of what is known and above 0; NaN where nothing is. */
export function logSpread(usual: Float64Array, seasons: readonly Float64Array[]): number {
  let [squares, seen] = [0, 0];
  for (const values of seasons)
    for (let at = 0; at < values.length; at++) {
      if (!(values[at] > 0 && usual[at] > 0)) continue;
      squares += Math.log(values[at] / usual[at]) ** 2;
      seen += 1;
    }
  return seen > 0 ? Math.sqrt(squares / seen) : Number.NaN;
}
