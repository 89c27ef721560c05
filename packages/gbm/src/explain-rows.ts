import type { Booster } from './booster.ts';
import { contributionsOfRows } from './contributions.ts';
import type { ColumnSet } from './matrix-at.ts';
import { shapForestOf } from './shap-forest.ts';

/** Rows with what moved each of them away from the average margin. */
export interface ExplainedRows {
  /** The average margin: base + effects = margin. */
  readonly base: number;
  /** One list a row, in the order they were asked for: the contribution of every feature, in margin units. */
  readonly effects: readonly Float64Array[];
  /** The values the rows hold, likewise. */
  readonly values: readonly Float32Array[];
}

/** Explains chosen rows of some columns, together: the `contributions` of each, at a tenth of the time. */
export function explainRows(booster: Booster, { columns }: ColumnSet, rows: Uint32Array): ExplainedRows {
  const values = Array.from(rows, (row) => Float32Array.from(columns, (column) => column[row]));
  return { base: shapForestOf(booster).bias, effects: contributionsOfRows(booster, values), values };
}
