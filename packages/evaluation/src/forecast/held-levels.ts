import { pinballLoss } from '../metrics/pinball-loss.ts';
import { quantileOf } from '../quantile.ts';

/**
 * A level that is held through several outcomes, such as nodes through the hours of a week. Outcomes stand row after row,
 * equally many in each; `levels` has one level a row.
 */
export type HeldOutcome = {
  /** Of all outcomes of the row: what the level was above them, and what it fell short. */
  readonly idle: number;
  readonly unmet: number;
  /** How many exceed the level. */
  readonly short: number;
};

export function outcomesOfLevels(outcomes: Float32Array, levels: ArrayLike<number>): HeldOutcome[] {
  const each = outcomes.length / levels.length;
  return Array.from(levels, (level, row) => {
    let [idle, unmet, short] = [0, 0, 0];
    for (let at = row * each; at < (row + 1) * each; at++) {
      if (outcomes[at] > level) {
        unmet += outcomes[at] - level;
        short += 1;
      } else idle += level - outcomes[at];
    }
    return { idle, unmet, short };
  });
}

/** Of every row, the share of its outcomes at or under its level. */
export function coveredShares(outcomes: Float32Array, levels: ArrayLike<number>): Float64Array {
  const each = outcomes.length / levels.length;
  return Float64Array.from({ length: levels.length }, (_, row) => {
    let covered = 0;
    for (let at = row * each; at < (row + 1) * each; at++) if (outcomes[at] <= levels[row]) covered += 1;
    return covered / each;
  });
}

/** A quantile of the outcomes of every row: the level whose pinball loss would have been least. */
export function quantilesOfRows(outcomes: Float32Array, each: number, level: number): Float64Array {
  return Float64Array.from({ length: outcomes.length / each }, (_, row) =>
    quantileOf(Float64Array.from(outcomes.subarray(row * each, (row + 1) * each)), level),
  );
}

/** Pinball loss over all outcomes of levels that aim at a quantile of them. */
export function pinballLossOfLevels(outcomes: Float32Array, levels: ArrayLike<number>, quantile: number): number {
  const each = outcomes.length / levels.length;
  const held = outcomes.map((_, at) => levels[Math.floor(at / each)]);
  return pinballLoss(outcomes, held, quantile);
}

/**
 * Mean absolute percentage error of levels as forecasts of the outcomes. It prefers levels that are too low: an outcome that is
 * small weighs more than a large one. Outcomes of nothing have no percentage and are left out.
 */
export function percentageErrorOfLevels(outcomes: Float32Array, levels: ArrayLike<number>): number {
  const each = outcomes.length / levels.length;
  let [sum, counted] = [0, 0];
  for (let at = 0; at < outcomes.length; at++) {
    if (outcomes[at] <= 0) continue;
    sum += Math.abs(levels[Math.floor(at / each)] - outcomes[at]) / outcomes[at];
    counted += 1;
  }
  return sum / counted;
}
