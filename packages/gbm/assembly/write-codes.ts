export function writeCodes(
  sorted: usize,
  _numSorted: u32,
  present: u32,
  firsts: usize,
  _numFirsts: u32,
  numFirst: u32,
  codes: usize,
): void {
  let at = sorted;
  for (let bin: u32 = 0; bin <= numFirst; bin++) {
    const end = bin === numFirst ? present : load<u32>(firsts + ((<usize>bin) << 2));
    for (const last = sorted + ((<usize>end) << 3); at < last; at += 8) store<u8>(codes + load<u32>(at), bin);
  }
}
