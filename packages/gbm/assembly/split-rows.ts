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
  const last = rows + ((<usize>end) << 2);
  let left = rows + ((<usize>begin) << 2);
  let right = scratch;
  for (let i = left; i < last; i += 4) {
    const row = load<u32>(i);
    const code = <i32>load<u8>(codes + first + row * rowBytes);
    const goesLeft = (<usize>(u32(code <= bin) | u32(code === missingToLeft))) << 2;
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  return <u32>((left - rows) >> 2);
}
