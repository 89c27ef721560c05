export function copyRows(to: usize, _numTo: u32, from: usize, numFrom: u32): void {
  memory.copy(to, from, (<usize>numFrom) << 2);
}
