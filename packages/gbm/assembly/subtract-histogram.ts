export function subtractHistogram(parent: usize, length: u32, smallerChild: usize): void {
  for (let at: usize = 0; at < (<usize>length) << 3; at += 16) {
    v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(smallerChild + at)));
  }
}
