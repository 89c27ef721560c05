/** Columns at chosen rows. Plain loops: `from` with a function goes through an iterator, which takes many times as long. */

type Values = Float64Array | Float32Array | Int32Array | Uint32Array;

/** The values of some rows, as an array of the same kind. */
export function take<Column extends Values>(values: Column, rows: Uint32Array): Column {
  return takeInto(values, rows, new (values.constructor as new (length: number) => Column)(rows.length));
}

/** The values of some rows in shared memory, so that a training thread reads them without a copy. */
export function takeFloats(values: ArrayLike<number>, rows: Uint32Array): Float32Array {
  return takeInto(values, rows, new Float32Array(new SharedArrayBuffer(rows.length * 4)));
}

/** The values of some rows, in the order of `rows`, written into `out`. */
export function takeInto<Column extends Values>(values: ArrayLike<number>, rows: Uint32Array, out: Column): Column {
  for (let at = 0; at < rows.length; at++) out[at] = values[rows[at]];
  return out;
}

/** The rows of both, in this order. */
export function concatRows(first: Uint32Array, second: Uint32Array): Uint32Array {
  const out = new Uint32Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

/** Renumbers clusters without gaps, as the bootstrap wants them. */
export function denseNumbers(cluster: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return cluster.map((id) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size);
    return numbers.get(id)!;
  });
}
