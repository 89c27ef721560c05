import type { Lake } from '@applied-modeling/lakehouse';

/**
 * A table over time as arrays: one cell an entity and step, entity after entity and step after step, for whoever looks at the
 * same steps of many periods side by side. Both clocks are kept: beside a value stands from when it was known.
 */
export interface Grid {
  /** A staged table: `key` of an entity and its `place` from 0. */
  readonly places: string;
  readonly key: string;
  /** Milliseconds; the first step begins here. */
  readonly epoch: number;
  readonly stepMs: number;
  readonly steps: number;
}

/** Rows of a table, at most one a cell, and the arrays that hold their values and from when they were known, in steps after the epoch. */
export interface GridRows {
  readonly relation: string | undefined;
  readonly time: string;
  readonly where?: string;
  readonly column: string;
  readonly values?: Float32Array;
  readonly knownAt?: Float32Array;
}

/** Cells without a row, and those of a table that was not brought, stay what they were; steps outside the grid are left out. */
export async function fillGrid(
  lake: Lake,
  { places, key, epoch, stepMs, steps }: Grid,
  { relation, time, where = 'true', column, values, knownAt }: GridRows,
): Promise<void> {
  if (relation === undefined) return;
  const at = `epoch_ms(${time}::TIMESTAMPTZ)`;
  const clock = `(ceil((epoch_ms(available_at) - ${epoch}) * ${TICKS} / ${stepMs}.0) / ${TICKS})::FLOAT`;
  const rows = await lake.query(
    `SELECT
       (place * ${steps} + (${at} - ${epoch}) // ${stepMs})::INTEGER AS cell,
       ${column}::FLOAT AS found,
       ${knownAt ? clock : 'NULL'} AS known_at
     FROM ${relation} JOIN ${places} USING (${key})
     WHERE ${where} AND ${at} >= ${epoch} AND ${at} < ${epoch + steps * stepMs}`,
  );
  const cells = rows.integers('cell');
  if (values) scatter(values, cells, rows.floats('found'));
  if (knownAt) scatter(knownAt, cells, rows.floats('known_at'));
}

/** Of a step. Clocks are rounded up to ticks, which a float holds exactly for 65 536 steps: rounded down, a row would be known too early. */
const TICKS = 256;

function scatter(into: Float32Array, cells: Int32Array, values: Float32Array): void {
  for (let at = 0; at < cells.length; at++) into[cells[at]] = values[at];
}

/** Of some cells, the newest moment from which one was known that was known by `asOf`; -∞ for none. */
export function newestKnown(knownAt: Float32Array, first: number, end: number, asOf: number): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (let cell = first; cell < end; cell++) {
    if (knownAt[cell] <= asOf && knownAt[cell] > newest) newest = knownAt[cell];
  }
  return newest;
}
