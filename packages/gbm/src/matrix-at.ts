import type { DMatrix } from './matrix.ts';

/** Columns by name, and what belongs to their rows; all of one length. */
export interface ColumnSet {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
}

/** What is known of rows beside their features. */
export interface RowValues {
  readonly label?: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
  readonly qid?: ArrayLike<number>;
}

/**
 * A matrix of chosen rows of some columns, in the order of `rows`, which may repeat. `label`, `weight` and `qid` are as long as
 * the columns. Rows of one `qid` (a request, a query) make up a group; they are adjacent, in ascending order, as XGBoost wants
 * them, and of one weight, which becomes the group's. It lies in shared memory, so that training threads read it without a copy.
 */
export function matrixAt(
  { names, columns }: ColumnSet,
  rows: Uint32Array,
  { label, weight, qid }: RowValues = {},
): DMatrix {
  const starts = qid && startsOfGroups(qid, rows);
  return {
    columns: columns.map((column) => takeFloats(column, rows)),
    featureNames: names,
    numRow: rows.length,
    ...(label && { label: takeFloats(label, rows) }),
    ...(weight && { weight: starts ? weightOfGroups(weight, rows, starts) : takeFloats(weight, rows) }),
    ...(starts && { group: sizesOf(starts) }),
  };
}

/** Where a group begins among the rows, and last where the rows end. */
function startsOfGroups(qid: ArrayLike<number>, rows: Uint32Array): Uint32Array {
  const starts: number[] = [];
  rows.forEach((row, at) => {
    const before = at === 0 ? -Infinity : qid[rows[at - 1]];
    if (qid[row] === before) return;
    if (!(qid[row] > before)) {
      throw new Error(
        `matrixAt: qid: found ${qid[row]} after ${before} at row ${at}, expected ascending numbers; sort the rows by qid`,
      );
    }
    starts.push(at);
  });
  return Uint32Array.from([...starts, rows.length]);
}

function sizesOf(starts: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(new SharedArrayBuffer((starts.length - 1) * 4));
  for (let at = 0; at < sizes.length; at++) sizes[at] = starts[at + 1] - starts[at];
  return sizes;
}

function weightOfGroups(weight: ArrayLike<number>, rows: Uint32Array, starts: Uint32Array): Float32Array {
  const ofRows = takeFloats(weight, rows);
  for (let group = 0; group + 1 < starts.length; group++) {
    const others = ofRows.subarray(starts[group], starts[group + 1]);
    const odd = others.findIndex((value) => value !== others[0]);
    if (odd === -1) continue;
    throw new Error(
      `matrixAt: weight: found ${others[0]} and ${others[odd]} in group ${group}, expected one weight a group; weigh whole groups`,
    );
  }
  return takeFloats(ofRows, starts.subarray(0, -1));
}

/** One column of such a matrix: the values of chosen rows, in shared memory. */
export function takeFloats(values: ArrayLike<number>, rows: Uint32Array): Float32Array {
  const out = new Float32Array(new SharedArrayBuffer(rows.length * 4));
  for (let at = 0; at < rows.length; at++) out[at] = values[rows[at]];
  return out;
}
