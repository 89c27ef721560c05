export function addHistogram(histogram: usize, length: u32, other: usize): void {
  for (let at: usize = 0; at < (<usize>length) << 3; at += 16) {
    v128.store(histogram + at, f64x2.add(v128.load(histogram + at), v128.load(other + at)));
  }
}
