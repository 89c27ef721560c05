export function packRows(
  codes: usize,
  _numCode: u32,
  rowBytes: u32,
  features: usize,
  numFeature: u32,
  rows: usize,
  _numRow: u32,
  count: u32,
  packed: usize,
  _numPacked: u32,
  packedBytes: u32,
): void {
  const last = rows + ((<usize>count) << 2);
  const end = features + ((<usize>numFeature) << 2);
  let to = packed;
  for (let at = rows; at < last; at += 4) {
    const from = codes + load<u32>(at) * rowBytes;
    let feature = features;
    let byte = to;
    for (; feature + 16 <= end; feature += 16) {
      store<u8>(byte, load<u8>(from + load<u32>(feature)));
      store<u8>(byte, load<u8>(from + load<u32>(feature, 4)), 1);
      store<u8>(byte, load<u8>(from + load<u32>(feature, 8)), 2);
      store<u8>(byte, load<u8>(from + load<u32>(feature, 12)), 3);
      byte += 4;
    }
    for (; feature < end; feature += 4) {
      store<u8>(byte, load<u8>(from + load<u32>(feature)));
      byte++;
    }
    to += packedBytes;
  }
}
