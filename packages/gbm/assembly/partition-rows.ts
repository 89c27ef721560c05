import { splitRows } from './split-rows';

export function partitionRows(
  rows: usize,
  numRow: u32,
  begin: u32,
  end: u32,
  codes: usize,
  numCode: u32,
  rowBytes: u32,
  first: u32,
  bin: i32,
  missingToLeft: i32,
  scratch: usize,
): u32 {
  const middle = splitRows(rows, numRow, begin, end, codes, numCode, rowBytes, first, bin, missingToLeft, scratch);
  memory.copy(rows + ((<usize>middle) << 2), scratch, (<usize>(end - middle)) << 2);
  return middle;
}
