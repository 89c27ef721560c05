import { SCRATCH } from './scratch';

const ROWS_ASKED: u32 = 128;

/**
 * The first threshold above a value is looked for by sixteens: among the last ones of sixteen groups, then in its group. A group of
 * more than sixteen is halved in between. Reads up to 32 thresholds further than the last, whatever they are.
 */
export function answerQuestions(
  values: usize,
  _numValue: u32,
  stride: u32,
  firstRow: u32,
  firstQuestions: usize,
  numFirst: u32,
  thresholds: usize,
  _numThreshold: u32,
  missingLeft: usize,
  _numMissing: u32,
  answers: usize,
): void {
  for (let feature: u32 = 0; feature + 1 < numFirst; feature++) {
    const begin = load<u32>(firstQuestions + (feature << 2));
    const last = load<u32>(firstQuestions + (feature << 2), 4) - 1;
    if (begin === last) continue;
    const column = values + ((<usize>(feature * stride + firstRow)) << 2);
    const slots = answers + ((<usize>begin) << 4);
    const slotsEnd = answers + ((<usize>last) << 4) + 16;
    memory.fill(slots, 0, slotsEnd - slots);
    note(column, thresholds + ((<usize>begin) << 2), last - begin, slots);
    const missing = missingOf(column);
    let below = i32x4.splat(0);
    let goesLeft = missingLeft + ((<usize>begin) << 2);
    for (let slot = slots; slot < slotsEnd; slot += 16) {
      below = v128.or(below, v128.load(slot));
      v128.store(slot, v128.or(below, v128.and(missing, v128.load32_splat(goesLeft))));
      goesLeft += 4;
    }
  }
}

/** Notes each row at the first threshold above its value, and where there is none, as for a missing one, at the last. */
function note(column: usize, thresholds: usize, last: u32, slots: usize): void {
  const groupSize: u32 = (last + 16) >> 4;
  for (let group: u32 = 0; group < 16; group++) {
    const lastOfGroup = min<u32>((group + 1) * groupSize - 1, last);
    store<f32>(SCRATCH + (group << 2), load<f32>(thresholds + (lastOfGroup << 2)));
  }
  const a = v128.load(SCRATCH);
  const b = v128.load(SCRATCH, 16);
  const c = v128.load(SCRATCH, 32);
  const d = v128.load(SCRATCH, 48);
  for (let word: usize = 0; word < 16; word += 8) {
    const end = column + (ROWS_ASKED << 1);
    for (let bit: u64 = 1; column < end; column += 4) {
      const value = v128.load32_splat(column);
      let at = groupSize * firstAbove(value, a, b, c, d);
      if (groupSize > 16) at = halve(thresholds, at, groupSize, last, load<f32>(column));
      const group = thresholds + (at << 2);
      at += firstAbove(value, v128.load(group), v128.load(group, 16), v128.load(group, 32), v128.load(group, 48));
      const slot = slots + ((<usize>min<u32>(at, last)) << 4) + word;
      store<u64>(slot, load<u64>(slot) | bit);
      bit <<= 1;
    }
  }
}

/** Of sixteen thresholds the first one above the value, or 16. */
function firstAbove(value: v128, a: v128, b: v128, c: v128, d: v128): u32 {
  const low = i16x8.narrow_i32x4_s(f32x4.lt(value, a), f32x4.lt(value, b));
  const high = i16x8.narrow_i32x4_s(f32x4.lt(value, c), f32x4.lt(value, d));
  return ctz<u32>(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) | 0x10000);
}

/** Where sixteen thresholds begin that hold the first one above the value. */
function halve(thresholds: usize, first: u32, size: u32, last: u32, value: f32): u32 {
  while (size > 16) {
    const half = size >> 1;
    const middle = min<u32>(first + half - 1, last);
    first += value < load<f32>(thresholds + (middle << 2)) ? 0 : half;
    size -= half;
  }
  return first;
}

function missingOf(column: usize): v128 {
  let low: u64 = 0;
  let high: u64 = 0;
  for (let row: u32 = 0; row < 64; row += 4) {
    const a = v128.load(column + (row << 2));
    const b = v128.load(column + (row << 2), 256);
    low |= (<u64>i32x4.bitmask(f32x4.ne(a, a))) << row;
    high |= (<u64>i32x4.bitmask(f32x4.ne(b, b))) << row;
  }
  return i64x2.replace_lane(i64x2.splat(low), 1, high);
}
