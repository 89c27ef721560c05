export function addLeaf(
  margins: usize,
  _numMargin: u32,
  rowAt: usize,
  _numRow: u32,
  places: usize,
  _numPlace: u32,
  begin: u32,
  end: u32,
  value: f32,
): void {
  const last = places + ((<usize>end) << 2);
  for (let at = places + ((<usize>begin) << 2); at < last; at += 4) {
    const row = load<u32>(rowAt + ((<usize>load<u32>(at)) << 2));
    const margin = margins + ((<usize>row) << 2);
    store<f32>(margin, load<f32>(margin) + value);
  }
}
