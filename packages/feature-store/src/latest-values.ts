/**
 * The vocabulary of a latest view: what an entity's newest row says.
 *
 * The newest row is the greatest by (event clock, available_at, remaining key columns) among those available at the
 * decision, no event time being the least; without such a row every value is missing.
 */

export interface LatestValue {
  readonly op: 'latest' | 'ordinal' | 'daysUntil' | 'daysSince';
  readonly column: string;
  /** `ordinal` only: the texts from rank 0 upwards. */
  readonly order?: readonly string[];
  /** For readers; no part of the fingerprint. */
  readonly about?: string;
}

interface Remarks {
  readonly about?: string;
}

/** A number or flag as it stands in the newest row. */
export const latest = (column: string, remarks: Remarks = {}): LatestValue => ({ op: 'latest', column, ...remarks });

/** The rank of a text in `order`, from 0; missing for a text that is not listed. */
export const ordinal = (column: string, order: readonly string[], remarks: Remarks = {}): LatestValue => ({
  op: 'ordinal',
  column,
  order,
  ...remarks,
});

/** Days from the decision's day to the day in `column`; negative once it has passed. */
export const daysUntil = (column: string, remarks: Remarks = {}): LatestValue => ({
  op: 'daysUntil',
  column,
  ...remarks,
});

/** Days from the day in `column` to the decision's day. */
export const daysSince = (column: string, remarks: Remarks = {}): LatestValue => ({
  op: 'daysSince',
  column,
  ...remarks,
});
