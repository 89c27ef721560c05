/** Rows both engines are timed on, the same in each run; a value is computed when it is asked for. */

/** A fixed scramble of (row, column) in [0, 1). */
export function value(row: number, column: number): number {
  const mixed = Math.imul(row * 131 + column + 1, 0x9e3779b1);
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0) / 2 ** 32;
}

/** A planted rule of the first two columns, wrong in a tenth of the rows. */
export function labelOf(row: number): number {
  const rule = value(row, 0) > 0.5 && value(row, 1) > 0.3;
  return rule !== value(row, 1_000) < 0.1 ? 1 : 0;
}
