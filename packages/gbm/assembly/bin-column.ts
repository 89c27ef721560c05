import { chooseCuts } from './choose-cuts';
import { sortRows } from './sort-rows';
import { writeCodes } from './write-codes';

export function binColumn(
  column: usize,
  numRow: u32,
  sorted: usize,
  numSorted: u32,
  spare: usize,
  numSpare: u32,
  weights: usize,
  numWeight: u32,
  maxBin: u32,
  firsts: usize,
  numFirsts: u32,
  codes: usize,
): u32 {
  const present = sortRows(column, numRow, sorted, numSorted, spare, numSpare);
  const hasMissing = present < numRow;
  store<u32>(firsts, 0, 4 * 255);
  if (present === 0) return 0;
  const most = min<u32>(maxBin, hasMissing ? 255 : 256);
  const numFirst = chooseCuts(sorted, numSorted, present, weights, numWeight, most, firsts);
  if (hasMissing) memory.fill(codes, <u8>(numFirst + 1), numRow);
  writeCodes(sorted, numSorted, present, firsts, numFirsts, numFirst, codes);
  store<u32>(firsts, numFirst, 4 * 255);
  return present;
}
