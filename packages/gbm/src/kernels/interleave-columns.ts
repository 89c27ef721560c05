/** Writes columns of codes row by row, `rowBytes` a row. `columns` holds one after the other, `columnBytes` from each to the next. */
export function interleaveColumns(
  columns: Uint8Array,
  columnBytes: number,
  numColumn: number,
  codes: Uint8Array,
  rowBytes: number,
): void {
  const numRow = codes.length / rowBytes;
  for (let row = 0; row < numRow; row++) {
    for (let column = 0; column < numColumn; column++) {
      codes[row * rowBytes + column] = columns[column * columnBytes + row];
    }
  }
}
