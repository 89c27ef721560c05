export function addLeaves(
  margins: usize,
  _numMargin: u32,
  rowAt: usize,
  _numRow: u32,
  places: usize,
  _numPlace: u32,
  begin: u32,
  end: u32,
  codes: usize,
  _numCode: u32,
  rowBytes: u32,
  first: u32,
  bin: i32,
  missingToLeft: i32,
  left: f32,
  right: f32,
): void {
  const leftBits = reinterpret<u32>(left); // a choice between integers compiles without a branch to mispredict
  const rightBits = reinterpret<u32>(right);
  const last = places + ((<usize>end) << 2);
  for (let at = places + ((<usize>begin) << 2); at < last; at += 4) {
    const place = load<u32>(at);
    const code = <i32>load<u8>(codes + first + place * rowBytes);
    const goesLeft = u32(code <= bin) | u32(code === missingToLeft);
    const margin = margins + ((<usize>load<u32>(rowAt + ((<usize>place) << 2))) << 2);
    const value = reinterpret<f32>(select<u32>(leftBits, rightBits, goesLeft));
    store<f32>(margin, load<f32>(margin) + value);
  }
}
