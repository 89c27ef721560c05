/** Four rows are explained at once, two a register. Of the scratch space an open branch takes four 32-bit masks, the rest four float64. */
export function addContributions(
  firstSplits: usize,
  numFirst: u32,
  splits: usize,
  _numWord: u32,
  thresholds: usize,
  _numThreshold: u32,
  shares: usize,
  _numShare: u32,
  leafValues: usize,
  _numLeaf: u32,
  pointWeights: usize,
  numPoint: u32,
  values: usize,
  _numValue: u32,
  stride: u32,
  numRow: u32,
  effects: usize,
  _numEffect: u32,
  scratch: usize,
  _numScratch: u32,
): void {
  const slotBytes = (<usize>numPoint) << 5;
  const shareBytes = 8 + ((<usize>numPoint) << 4);
  for (let tree: u32 = 0; tree + 1 < numFirst; tree++) {
    const firstSplit = load<u32>(firstSplits + (tree << 2));
    const numSplit = load<u32>(firstSplits + (tree << 2), 4) - firstSplit;
    const leans = scratch;
    const open = leans + ((<usize>numSplit) << 5);
    const reach = open + ((<usize>(2 * numSplit + 1)) << 4);
    const below = reach + (2 * numSplit + 1) * slotBytes;
    v128.store(open + ((<usize>numSplit) << 5), i32x4.splat(-1));
    fillLeaves(below + numSplit * slotBytes, leafValues + ((<usize>(firstSplit + tree)) << 3), numSplit + 1, numPoint);
    for (let point: usize = 0; point < numPoint; point++) {
      const weight = v128.load64_splat(pointWeights + (point << 3));
      v128.store(reach + (point << 5), weight);
      v128.store(reach + (point << 5), weight, 16);
    }
    const words = splits + <usize>firstSplit * 20;
    const treeThresholds = thresholds + ((<usize>firstSplit) << 2);
    const treeShares = shares + firstSplit * shareBytes;
    for (let row: u32 = 0; row < numRow; row += 4) {
      ask(words, treeThresholds, treeShares, shareBytes, numSplit, values + ((<usize>row) << 2), stride, leans, open);
      descend(words, treeShares, shareBytes, numSplit, leans, reach, slotBytes);
      ascend(
        words,
        treeShares,
        shareBytes,
        numSplit,
        leans,
        reach,
        below,
        slotBytes,
        effects + ((<usize>row) << 3),
        stride,
      );
    }
  }
}

function fillLeaves(slot: usize, leafValues: usize, numLeaf: u32, numPoint: u32): void {
  for (let leaf: u32 = 0; leaf < numLeaf; leaf++) {
    const value = v128.load64_splat(leafValues + ((<usize>leaf) << 3));
    for (let point: u32 = 0; point < numPoint; point++) {
      v128.store(slot, value);
      v128.store(slot, value, 16);
      slot += 32;
    }
  }
}

function ask(
  words: usize,
  thresholds: usize,
  shares: usize,
  shareBytes: usize,
  numSplit: u32,
  values: usize,
  stride: u32,
  leans: usize,
  open: usize,
): void {
  const one = f64x2.splat(1);
  let branches = open;
  for (let split: u32 = 0; split < numSplit; split++) {
    const value = v128.load(values + ((<usize>(load<u32>(words) * stride)) << 2));
    const isBelow = f32x4.lt(value, v128.load32_splat(thresholds));
    const defaultLeft = i32x4.splat(-load<i32>(words, 16));
    const goesLeft = v128.bitselect(defaultLeft, isBelow, f32x4.ne(value, value));
    const isOpen = v128.load(open + ((<usize>load<u32>(words, 12)) << 4));
    v128.store(branches, v128.and(isOpen, goesLeft));
    v128.store(branches, v128.andnot(isOpen, goesLeft), 16);
    const leftShare = v128.load64_splat(shares);
    v128.store(leans, leanOf(i64x2.extend_low_i32x4_s(goesLeft), i64x2.extend_low_i32x4_s(isOpen), leftShare, one));
    v128.store(
      leans,
      leanOf(i64x2.extend_high_i32x4_s(goesLeft), i64x2.extend_high_i32x4_s(isOpen), leftShare, one),
      16,
    );
    words += 20;
    thresholds += 4;
    shares += shareBytes;
    branches += 32;
    leans += 32;
  }
}

function leanOf(goesLeft: v128, isOpen: v128, leftShare: v128, one: v128): v128 {
  return v128.and(isOpen, f64x2.sub(v128.and(goesLeft, one), leftShare));
}

function descend(
  words: usize,
  shares: usize,
  shareBytes: usize,
  numSplit: u32,
  leans: usize,
  reach: usize,
  slotBytes: usize,
): void {
  let from = reach;
  for (let split: u32 = 0; split < numSplit; split++) {
    const leftShare = v128.load64_splat(shares);
    const leanA = v128.load(leans);
    const leanB = v128.load(leans, 16);
    let left = reach + load<u32>(words, 4) * slotBytes;
    let right = reach + load<u32>(words, 8) * slotBytes;
    const end = from + slotBytes;
    let share = shares + 8;
    for (; from < end; from += 32) {
      const known = v128.load64_splat(share);
      const allA = v128.load(from);
      const allB = v128.load(from, 16);
      const partA = f64x2.mul(allA, f64x2.add(leftShare, f64x2.mul(known, leanA)));
      const partB = f64x2.mul(allB, f64x2.add(leftShare, f64x2.mul(known, leanB)));
      v128.store(left, partA);
      v128.store(left, partB, 16);
      v128.store(right, f64x2.sub(allA, partA));
      v128.store(right, f64x2.sub(allB, partB), 16);
      left += 32;
      right += 32;
      share += 16;
    }
    words += 20;
    shares += shareBytes;
    leans += 32;
  }
}

function ascend(
  words: usize,
  shares: usize,
  shareBytes: usize,
  numSplit: u32,
  leans: usize,
  reach: usize,
  below: usize,
  slotBytes: usize,
  effects: usize,
  stride: u32,
): void {
  for (let split: i32 = numSplit - 1; split >= 0; split--) {
    const word = words + <usize>split * 20;
    let share = shares + <usize>split * shareBytes;
    const leftShare = v128.load64_splat(share);
    const leanA = v128.load(leans + ((<usize>split) << 5));
    const leanB = v128.load(leans + ((<usize>split) << 5), 16);
    let left = below + load<u32>(word, 4) * slotBytes;
    let right = below + load<u32>(word, 8) * slotBytes;
    let at = reach + <usize>split * slotBytes;
    let to = below + <usize>split * slotBytes;
    const end = to + slotBytes;
    let sumA = f64x2.splat(0);
    let sumB = f64x2.splat(0);
    share += 8;
    for (; to < end; to += 32) {
      const known = v128.load64_splat(share);
      const slope = v128.load64_splat(share, 8);
      const rightA = v128.load(right);
      const rightB = v128.load(right, 16);
      const differenceA = f64x2.sub(v128.load(left), rightA);
      const differenceB = f64x2.sub(v128.load(left, 16), rightB);
      const partA = f64x2.add(leftShare, f64x2.mul(known, leanA));
      const partB = f64x2.add(leftShare, f64x2.mul(known, leanB));
      v128.store(to, f64x2.add(rightA, f64x2.mul(partA, differenceA)));
      v128.store(to, f64x2.add(rightB, f64x2.mul(partB, differenceB)), 16);
      sumA = f64x2.add(sumA, f64x2.mul(slope, f64x2.mul(v128.load(at), differenceA)));
      sumB = f64x2.add(sumB, f64x2.mul(slope, f64x2.mul(v128.load(at, 16), differenceB)));
      left += 32;
      right += 32;
      at += 32;
      share += 16;
    }
    const effect = effects + ((<usize>(load<u32>(word) * stride)) << 3);
    v128.store(effect, f64x2.add(v128.load(effect), f64x2.mul(leanA, sumA)));
    v128.store(effect, f64x2.add(v128.load(effect, 16), f64x2.mul(leanB, sumB)), 16);
  }
}
