/** Four columns at once, sixteen rows at a time and the last ones singly. A column that is missing counts as zeros. */
export function interleaveColumns(
  columns: usize,
  _numCode: u32,
  columnBytes: u32,
  numColumn: u32,
  codes: usize,
  length: u32,
  rowBytes: u32,
): void {
  const numRow = length / rowBytes;
  const whole = numRow & ~15;
  for (let row: u32 = 0; row < whole; row += 16) {
    for (let column: u32 = 0; column < numColumn; column += 4) {
      const from = columns + column * columnBytes + row;
      const most = numColumn - column;
      const a = v128.load(from);
      const b = most > 1 ? v128.load(from + columnBytes) : i8x16.splat(0);
      const c = most > 2 ? v128.load(from + 2 * columnBytes) : i8x16.splat(0);
      const d = most > 3 ? v128.load(from + 3 * columnBytes) : i8x16.splat(0);
      storeSixteen(a, b, c, d, codes + row * rowBytes + column, rowBytes);
    }
  }
  for (let row = whole; row < numRow; row++) {
    for (let column: u32 = 0; column < numColumn; column++) {
      store<u8>(codes + row * rowBytes + column, load<u8>(columns + column * columnBytes + row));
    }
  }
}

function storeSixteen(a: v128, b: v128, c: v128, d: v128, to: usize, rowBytes: u32): void {
  const abLow = i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const abHigh = i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const cdLow = i8x16.shuffle(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const cdHigh = i8x16.shuffle(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  storeFour(i16x8.shuffle(abLow, cdLow, 0, 8, 1, 9, 2, 10, 3, 11), to, rowBytes);
  storeFour(i16x8.shuffle(abLow, cdLow, 4, 12, 5, 13, 6, 14, 7, 15), to + 4 * rowBytes, rowBytes);
  storeFour(i16x8.shuffle(abHigh, cdHigh, 0, 8, 1, 9, 2, 10, 3, 11), to + 8 * rowBytes, rowBytes);
  storeFour(i16x8.shuffle(abHigh, cdHigh, 4, 12, 5, 13, 6, 14, 7, 15), to + 12 * rowBytes, rowBytes);
}

function storeFour(rows: v128, to: usize, rowBytes: u32): void {
  v128.store32_lane(to, rows, 0);
  v128.store32_lane(to + rowBytes, rows, 1);
  v128.store32_lane(to + 2 * rowBytes, rows, 2);
  v128.store32_lane(to + 3 * rowBytes, rows, 3);
}
