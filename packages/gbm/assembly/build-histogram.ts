export function buildHistogram(
  codes: usize,
  _numCode: u32,
  rowBytes: u32,
  pairs: usize,
  _numPair: u32,
  places: usize,
  _numPlace: u32,
  begin: u32,
  end: u32,
  histogram: usize,
  _length: u32,
  stride: u32,
): void {
  const slotBytes = (<usize>stride) << 3;
  const last = places + ((<usize>end) << 2);
  for (let at = places + ((<usize>begin) << 2); at < last; at += 4) {
    const place = load<u32>(at);
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(pairs + ((<usize>place) << 3)));
    const first = codes + place * rowBytes;
    let bins = histogram;
    for (let word = first; word < first + rowBytes; word += 4) {
      const four = load<u32>(word);
      add(bins, four & 255, pair);
      bins += slotBytes;
      add(bins, (four >> 8) & 255, pair);
      bins += slotBytes;
      add(bins, (four >> 16) & 255, pair);
      bins += slotBytes;
      add(bins, four >> 24, pair);
      bins += slotBytes;
    }
  }
}

function add(bins: usize, code: usize, pair: v128): void {
  const bin = bins + (code << 4);
  v128.store(bin, f64x2.add(v128.load(bin), pair));
}
