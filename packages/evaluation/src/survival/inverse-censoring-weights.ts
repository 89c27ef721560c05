import { assertRows, denseNumbers } from '../rows.ts';

/** Rows that were followed until their label was known, or until they were cut short. Lists run parallel. */
export interface FollowedRows {
  /** How far a row was followed, in seconds, days or dollars; NaN of a row that nobody followed. */
  readonly amount: ArrayLike<number>;
  /** 1 where the label was known then, 0 where the row was cut short. */
  readonly isKnown: ArrayLike<number>;
  /** Rows of one stratum are cut short alike; without it all rows are. */
  readonly stratum?: ArrayLike<unknown>;
}

/**
 * What each row stands for, so that rows that were cut short count neither as negatives nor as never there: inverse probability of
 * censoring weights (Robins & Rotnitzky 1992). A row whose label was known after an amount a stands for all that would have been
 * known then and were cut before: 1 / G(a), where G is the estimate of Kaplan and Meier (1958) of not being cut, by stratum. A row
 * that was cut, or that nobody followed, weighs nothing. Where the longest row of each stratum is known, and none stands for more
 * than `most` rows, the weights sum to the rows that were followed.
 *
 * It assumes that of the rows of a stratum that got as far the one to be cut next is drawn by lot. Of two that stop at the same
 * amount the known one comes first. O(n log n).
 */
export function inverseCensoringWeights({ amount, isKnown, stratum }: FollowedRows, most = 10): Float32Array {
  const numbered = denseNumbers(stratum ?? new Uint8Array(amount.length));
  assertRows('inverseCensoringWeights', { amount, isKnown, stratum: numbered });
  const weight = new Float32Array(amount.length);
  for (const rows of followedByStratum(amount, numbered)) {
    rows.sort((a, b) => amount[a] - amount[b] || isKnown[b] - isKnown[a]);
    let notCut = 1;
    for (const [before, row] of rows.entries()) {
      if (isKnown[row]) weight[row] = Math.min(most, 1 / notCut);
      else notCut *= 1 - 1 / (rows.length - before);
    }
  }
  return weight;
}

function followedByStratum(amount: ArrayLike<number>, numbered: Int32Array): readonly number[][] {
  const groups: number[][] = [];
  for (const [row, number] of numbered.entries()) {
    groups[number] ??= [];
    if (!Number.isNaN(amount[row])) groups[number].push(row);
  }
  return groups;
}
