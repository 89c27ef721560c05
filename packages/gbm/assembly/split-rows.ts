import { SCRATCH } from './scratch';

/** Four rows at once: their four answers choose how each side's are shuffled to its cursor. */
export function splitRows(
  rows: usize,
  _numRow: u32,
  begin: u32,
  end: u32,
  codes: usize,
  _numCode: u32,
  rowBytes: u32,
  first: u32,
  bin: i32,
  missingToLeft: i32,
  scratch: usize,
): u32 {
  fillShuffles();
  const column = codes + first;
  const most = i32x4.splat(bin);
  const missing = i32x4.splat(missingToLeft);
  const last = rows + ((<usize>end) << 2);
  let at = rows + ((<usize>begin) << 2);
  let left = at;
  let right = scratch;
  for (; at + 16 <= last; at += 16) {
    const four = v128.load(at);
    let code = i32x4.splat(load<u8>(column + load<u32>(at) * rowBytes));
    code = i32x4.replace_lane(code, 1, load<u8>(column + load<u32>(at, 4) * rowBytes));
    code = i32x4.replace_lane(code, 2, load<u8>(column + load<u32>(at, 8) * rowBytes));
    code = i32x4.replace_lane(code, 3, load<u8>(column + load<u32>(at, 12) * rowBytes));
    const goLeft = v128.or(i32x4.le_s(code, most), i32x4.eq(code, missing));
    const answers = <usize>i32x4.bitmask(goLeft);
    const shuffles = SCRATCH + (answers << 5);
    v128.store(left, i8x16.swizzle(four, v128.load(shuffles)));
    v128.store(right, i8x16.swizzle(four, v128.load(shuffles, 16)));
    const numLeft = popcnt(answers) << 2;
    left += numLeft;
    right += 16 - numLeft;
  }
  for (; at < last; at += 4) {
    const row = load<u32>(at);
    const code = <i32>load<u8>(column + row * rowBytes);
    const goesLeft = (<usize>(u32(code <= bin) | u32(code === missingToLeft))) << 2;
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  return <u32>((left - rows) >> 2);
}

/** For each of sixteen answers, the bytes of the rows that go left, side by side, and of those that go right. */
function fillShuffles(): void {
  for (let answers: usize = 0; answers < 16; answers++) {
    let left = SCRATCH + (answers << 5);
    let right = left + 16;
    let row: u32 = 0x03020100;
    for (let lane: usize = 0; lane < 4; lane++) {
      const goesLeft = ((answers >> lane) & 1) << 2;
      store<u32>(goesLeft ? left : right, row);
      left += goesLeft;
      right += 4 - goesLeft;
      row += 0x04040404;
    }
  }
}
