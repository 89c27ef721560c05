/** The buffers of `sortColumn`, reused from column to column. `rows` holds the result, `keys` the rows' sort keys. */
export interface SortScratch {
  rows: Uint32Array;
  spareRows: Uint32Array;
  keys: Uint32Array;
  spareKeys: Uint32Array;
  readonly counts: Uint32Array;
}

const DIGIT_BITS = 8; // 256 write positions stay in the first-level cache; with 2,048 a pass takes four times as long
const DIGITS = 1 << DIGIT_BITS;
const PASSES = 32 / DIGIT_BITS;

export function createSortScratch(numRow: number): SortScratch {
  const buffer = (): Uint32Array => new Uint32Array(numRow);
  return {
    rows: buffer(),
    spareRows: buffer(),
    keys: buffer(),
    spareKeys: buffer(),
    counts: new Uint32Array(DIGITS * PASSES),
  };
}

/**
 * Puts the rows with a value into `scratch.rows` by ascending value and returns how many there are; NaN rows are left out.
 * A stable radix sort, O(rows). A digit that all keys share is not sorted by: whole numbers leave the lowest ones zero.
 */
export function sortColumn(column: Float32Array, scratch: SortScratch): number {
  const present = fillKeys(column, scratch);
  countDigits(present, scratch);
  for (let pass = 0; pass < PASSES; pass++) {
    const counts = scratch.counts.subarray(pass * DIGITS, (pass + 1) * DIGITS);
    if (counts.includes(present)) continue;
    scatterByDigit(present, pass * DIGIT_BITS, counts, scratch);
    [scratch.keys, scratch.spareKeys] = [scratch.spareKeys, scratch.keys];
    [scratch.rows, scratch.spareRows] = [scratch.spareRows, scratch.rows];
  }
  return present;
}

/** An unsigned integer, ordered as the values are: the bits with the sign flipped for positives, every bit for negatives. */
export function sortKey(bits: number): number {
  const normal = bits === NEGATIVE_ZERO ? 0 : bits; // the two zeros compare equal, so they must share a key
  return (normal ^ ((normal >> 31) | 0x80000000)) >>> 0;
}

const NEGATIVE_ZERO = -(2 ** 31);

function fillKeys(column: Float32Array, { keys, rows }: SortScratch): number {
  const bits = new Int32Array(column.buffer, column.byteOffset, column.length);
  let present = 0;
  for (let row = 0; row < column.length; row++) {
    if (Number.isNaN(column[row])) continue;
    keys[present] = sortKey(bits[row]);
    rows[present++] = row;
  }
  return present;
}

function countDigits(count: number, { keys, counts }: SortScratch): void {
  counts.fill(0);
  for (let i = 0; i < count; i++) {
    const key = keys[i];
    counts[key & 255]++;
    counts[DIGITS + ((key >>> 8) & 255)]++;
    counts[2 * DIGITS + ((key >>> 16) & 255)]++;
    counts[3 * DIGITS + (key >>> 24)]++;
  }
}

function scatterByDigit(
  count: number,
  shift: number,
  counts: Uint32Array,
  { keys, rows, spareKeys, spareRows }: SortScratch,
): void {
  let start = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const size = counts[digit];
    counts[digit] = start;
    start += size;
  }
  for (let i = 0; i < count; i++) {
    const to = counts[(keys[i] >>> shift) & (DIGITS - 1)]++;
    spareKeys[to] = keys[i];
    spareRows[to] = rows[i];
  }
}
