import { SCRATCH } from './scratch';

const ROWS_ASKED: u32 = 128;

/**
 * All 128 rows go through a tree at once, from its lowest splits to its root. What is known of the rows below a split are the bits
 * of the leaf each would reach there, a register of 128 for every level. The split's answers choose, bit by bit, between the left child's
 * and the right one's, and are the next bit themselves.
 */
export function addTrees(
  depths: usize,
  numTree: u32,
  splits: usize,
  _numSplit: u32,
  leafValues: usize,
  _numLeaf: u32,
  answers: usize,
  _numAnswer: u32,
  margins: usize,
  _numMargin: u32,
  firstRow: u32,
): void {
  margins += (<usize>firstRow) << 2;
  for (let tree: u32 = 0; tree < numTree; tree++) {
    const depth: u32 = load<u8>(depths + tree);
    climb(depth, splits, answers);
    const numSplit: u32 = (1 << depth) - 1;
    fillLeaves(numSplit);
    for (let row: u32 = 0; row < ROWS_ASKED; row += 4) {
      const leaves = SCRATCH + row;
      const margin = margins + (row << 2);
      let values = v128.load32_zero(leafValues + ((<usize>load<u8>(leaves)) << 2));
      values = v128.load32_lane(leafValues + ((<usize>load<u8>(leaves, 1)) << 2), values, 1);
      values = v128.load32_lane(leafValues + ((<usize>load<u8>(leaves, 2)) << 2), values, 2);
      values = v128.load32_lane(leafValues + ((<usize>load<u8>(leaves, 3)) << 2), values, 3);
      v128.store(margin, f32x4.add(v128.load(margin), values));
    }
    splits += (<usize>numSplit) << 2;
    leafValues += (<usize>(numSplit + 1)) << 2;
  }
}

/** Leaves the bits of the leaves that rows reach, 1 where left, at the beginning of the scratch, lowest level first, and up to the eighth zeros. */
function climb(depth: u32, splits: usize, answers: usize): void {
  let count: u32 = 1 << (depth - 3);
  climbThree(count, splits, answers);
  for (let height: u32 = 4; height <= depth; height++) {
    count >>= 1;
    const bitsBytes: usize = (height - 1) << 4;
    let from = SCRATCH;
    let to = SCRATCH;
    let split = splits + ((<usize>count - 1) << 2);
    for (const end = split + ((<usize>count) << 2); split < end; split += 4) {
      const goesLeft = answerOf(split, answers);
      for (const bitsEnd = from + bitsBytes; from < bitsEnd; from += 16) {
        v128.store(to, v128.bitselect(v128.load(from), v128.load(from + bitsBytes), goesLeft));
        to += 16;
      }
      v128.store(to, goesLeft);
      to += 16;
      from += bitsBytes;
    }
  }
  for (let bit: usize = depth; bit < 8; bit++) v128.store(SCRATCH + (bit << 4), i32x4.splat(0));
}

/** The lowest three levels, in registers. */
function climbThree(count: u32, splits: usize, answers: usize): void {
  let top = splits + ((<usize>count - 1) << 2);
  let middle = top + ((<usize>count) << 2);
  let bottom = middle + ((<usize>count) << 3);
  for (let to = SCRATCH; count > 0; count--) {
    const goesLeft = answerOf(top, answers);
    const left = answerOf(middle, answers);
    const right = answerOf(middle + 4, answers);
    const leftBit = v128.bitselect(answerOf(bottom, answers), answerOf(bottom + 4, answers), left);
    const rightBit = v128.bitselect(answerOf(bottom + 8, answers), answerOf(bottom + 12, answers), right);
    v128.store(to, v128.bitselect(leftBit, rightBit, goesLeft));
    v128.store(to, v128.bitselect(left, right, goesLeft), 16);
    v128.store(to, goesLeft, 32);
    top += 4;
    middle += 8;
    bottom += 16;
    to += 48;
  }
}

function answerOf(split: usize, answers: usize): v128 {
  return v128.load(answers + ((<usize>load<u32>(split)) << 2));
}

/** Turns eight registers of a bit a row into 128 bytes, a leaf a row. Eight rows' bits are a square of eight by eight. */
function fillLeaves(allRight: u32): void {
  const a = v128.load(SCRATCH);
  const b = v128.load(SCRATCH, 16);
  const c = v128.load(SCRATCH, 32);
  const d = v128.load(SCRATCH, 48);
  const e = v128.load(SCRATCH, 64);
  const f = v128.load(SCRATCH, 80);
  const g = v128.load(SCRATCH, 96);
  const h = v128.load(SCRATCH, 112);
  fillHalf(lowBytes(a, b), lowBytes(c, d), lowBytes(e, f), lowBytes(g, h), allRight, SCRATCH);
  fillHalf(highBytes(a, b), highBytes(c, d), highBytes(e, f), highBytes(g, h), allRight, SCRATCH + 64);
}

function fillHalf(ab: v128, cd: v128, ef: v128, gh: v128, allRight: u32, leaves: usize): void {
  const right = i8x16.splat(<u8>allRight);
  const lowA = i16x8.shuffle(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11);
  const lowE = i16x8.shuffle(ef, gh, 0, 8, 1, 9, 2, 10, 3, 11);
  const highA = i16x8.shuffle(ab, cd, 4, 12, 5, 13, 6, 14, 7, 15);
  const highE = i16x8.shuffle(ef, gh, 4, 12, 5, 13, 6, 14, 7, 15);
  v128.store(leaves, v128.xor(right, flip(i32x4.shuffle(lowA, lowE, 0, 4, 1, 5))));
  v128.store(leaves, v128.xor(right, flip(i32x4.shuffle(lowA, lowE, 2, 6, 3, 7))), 16);
  v128.store(leaves, v128.xor(right, flip(i32x4.shuffle(highA, highE, 0, 4, 1, 5))), 32);
  v128.store(leaves, v128.xor(right, flip(i32x4.shuffle(highA, highE, 2, 6, 3, 7))), 48);
}

function lowBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function highBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Mirrors two squares of eight bytes along their diagonals: first bits change places, then pairs of them, then fours (Hacker's Delight, 7-3). */
function flip(squares: v128): v128 {
  const bits = swap(squares, 7, i32x4.splat(0x00aa00aa));
  const pairs = swap(bits, 14, i32x4.splat(0x0000cccc));
  return swap(pairs, 28, i64x2.splat(0x00000000f0f0f0f0));
}

/** Lets the bits of `which` change places with those `distance` higher. */
function swap(squares: v128, distance: i32, which: v128): v128 {
  const differing = v128.and(v128.xor(squares, i64x2.shr_u(squares, distance)), which);
  return v128.xor(v128.xor(squares, differing), i64x2.shl(differing, distance));
}
