export function gatherPairs(
  gradients: usize,
  _numGradient: u32,
  rows: usize,
  _numRow: u32,
  count: u32,
  pairs: usize,
): void {
  for (let at: usize = 0; at < (<usize>count) << 2; at += 4) {
    store<u64>(pairs + (at << 1), load<u64>(gradients + ((<usize>load<u32>(rows + at)) << 3)));
  }
}
