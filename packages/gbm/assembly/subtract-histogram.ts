export function subtractHistogram(
  parent: usize,
  _numParent: u32,
  smallerChild: usize,
  _numChild: u32,
  length: u32,
): void {
  for (let at: usize = 0; at < (<usize>length) << 3; at += 16) {
    v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(smallerChild + at)));
  }
}
