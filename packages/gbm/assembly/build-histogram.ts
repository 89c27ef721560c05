/** Rows whose codes and pairs stay in the first-level cache while one group of features after the other reads them. */
const BLOCK_ROWS: u32 = 256;

export function buildHistogram(
  codes: usize,
  _numCode: u32,
  rowBytes: u32,
  features: usize,
  numFeature: u32,
  offsets: usize,
  _numOffset: u32,
  rows: usize,
  _numRow: u32,
  begin: u32,
  end: u32,
  gradients: usize,
  _numGradient: u32,
  histogram: usize,
): void {
  for (let block = begin; block < end; block += BLOCK_ROWS) {
    const first = rows + ((<usize>block) << 2);
    const last = rows + ((<usize>min(end, block + BLOCK_ROWS)) << 2);
    let at: u32 = 0;
    for (; at + 4 <= numFeature; at += 4) {
      const from = features + ((<usize>at) << 2);
      const to = offsets + ((<usize>at) << 2);
      const codesA = codes + load<u32>(from);
      const codesB = codes + load<u32>(from, 4);
      const codesC = codes + load<u32>(from, 8);
      const codesD = codes + load<u32>(from, 12);
      const binsA = histogram + ((<usize>load<u32>(to)) << 3);
      const binsB = histogram + ((<usize>load<u32>(to, 4)) << 3);
      const binsC = histogram + ((<usize>load<u32>(to, 8)) << 3);
      const binsD = histogram + ((<usize>load<u32>(to, 12)) << 3);
      for (let i = first; i < last; i += 4) {
        const row = load<u32>(i);
        const pair = f64x2.promote_low_f32x4(v128.load64_zero(gradients + ((<usize>row) << 3)));
        const start = row * rowBytes;
        add(binsA, load<u8>(codesA + start), pair);
        add(binsB, load<u8>(codesB + start), pair);
        add(binsC, load<u8>(codesC + start), pair);
        add(binsD, load<u8>(codesD + start), pair);
      }
    }
    for (; at < numFeature; at++) {
      const codesA = codes + load<u32>(features + ((<usize>at) << 2));
      const binsA = histogram + ((<usize>load<u32>(offsets + ((<usize>at) << 2))) << 3);
      for (let i = first; i < last; i += 4) {
        const row = load<u32>(i);
        const pair = f64x2.promote_low_f32x4(v128.load64_zero(gradients + ((<usize>row) << 3)));
        add(binsA, load<u8>(codesA + row * rowBytes), pair);
      }
    }
  }
}

function add(bins: usize, code: usize, pair: v128): void {
  const slot = bins + (code << 4);
  v128.store(slot, f64x2.add(v128.load(slot), pair));
}
