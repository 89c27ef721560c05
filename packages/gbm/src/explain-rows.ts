import type { Booster } from './booster.ts';
import { contributions } from './contributions.ts';
import type { ColumnSet } from './matrix-at.ts';

/** Rows with what moved each of them away from the average margin. */
export interface ExplainedRows {
  /** The average margin: base + effects = margin. */
  readonly base: number;
  /** One list a row, in the order they were asked for: the contribution of every feature, in margin units. */
  readonly effects: readonly Float64Array[];
  /** The values the rows hold, likewise. */
  readonly values: readonly Float32Array[];
}

/** Explains chosen rows of some columns. Its cost is that of `contributions`, a row at a time: ask for tens, not for thousands. */
export function explainRows(booster: Booster, { columns }: ColumnSet, rows: Uint32Array): ExplainedRows {
  const values = Array.from(rows, (row) => Float32Array.from(columns, (column) => column[row]));
  const explained = values.map((row) => contributions(booster, row));
  const [{ bias: base } = contributions(booster, new Float32Array(columns.length))] = explained;
  return { base, effects: explained.map(({ values }) => values), values };
}
