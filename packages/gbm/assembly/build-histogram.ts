import { SCRATCH, SCRATCH_BYTES } from './scratch';

/**
 * Rows are taken in blocks that stay in the second-level cache. Those of a block are first copied next to each other, so that
 * their cache misses overlap, unless they already are; then eight features after the other pass over them, whose histograms
 * stay in the first-level cache.
 */
export function buildHistogram(
  codes: usize,
  _numCode: u32,
  rowBytes: u32,
  pairs: usize,
  _numPair: u32,
  places: usize,
  _numPlace: u32,
  begin: u32,
  end: u32,
  histogram: usize,
  _length: u32,
  stride: u32,
): void {
  const mostRows = max<u32>(1, (SCRATCH_BYTES - 16) / (rowBytes + 8));
  for (let from = begin; from < end; from += mostRows) {
    const block = places + ((<usize>from) << 2);
    const count = min(mostRows, end - from);
    const place = load<u32>(block);
    if (areAdjacent(block, count)) {
      addRows(codes + place * rowBytes, rowBytes, pairs + ((<usize>place) << 3), count, histogram, stride);
      continue;
    }
    gatherRows(codes, rowBytes, pairs, block, count);
    addRows(SCRATCH + ((<usize>count) << 3), rowBytes, SCRATCH, count, histogram, stride);
  }
}

function areAdjacent(places: usize, count: u32): bool {
  const first = load<u32>(places);
  for (let i = count - 1; i > 0; i--) {
    if (load<u32>(places + ((<usize>i) << 2)) !== first + i) return false;
  }
  return true;
}

/** The pairs first, then the codes, 16 bytes at once: what is too much of a row, the next one overwrites. */
function gatherRows(codes: usize, rowBytes: u32, pairs: usize, places: usize, count: u32): void {
  let pair = SCRATCH;
  let to = SCRATCH + ((<usize>count) << 3);
  const last = places + ((<usize>count) << 2);
  for (let at = places; at < last; at += 4) {
    const place = load<u32>(at);
    store<u64>(pair, load<u64>(pairs + ((<usize>place) << 3)));
    const from = codes + place * rowBytes;
    for (let byte: u32 = 0; byte < rowBytes; byte += 16) v128.store(to + byte, v128.load(from + byte));
    pair += 8;
    to += rowBytes;
  }
}

/** From one feature's bins to the next where some feature fills all 256, which is usual: known when compiled, it saves an addition. */
const USUAL_BYTES: usize = 4160;

function addRows(codes: usize, rowBytes: u32, pairs: usize, count: u32, histogram: usize, stride: u32): void {
  const slotBytes = (<usize>stride) << 3;
  const last = pairs + ((<usize>count) << 3);
  const end = codes + rowBytes;
  let bins = histogram;
  for (; codes + 8 <= end; codes += 8) {
    if (slotBytes === USUAL_BYTES) addEightUsual(codes, rowBytes, pairs, last, bins);
    else addEight(codes, rowBytes, pairs, last, bins, slotBytes);
    bins += slotBytes << 3;
  }
  if (codes < end) addFour(codes, rowBytes, pairs, last, bins, slotBytes);
}

function addEightUsual(word: usize, rowBytes: u32, pairs: usize, last: usize, bins: usize): void {
  for (let at = pairs; at < last; at += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(at));
    const eight = load<u64>(word);
    const a = bins + <usize>((eight << 4) & 0xff0);
    const b = bins + <usize>((eight >> 4) & 0xff0);
    const c = bins + <usize>((eight >> 12) & 0xff0);
    const d = bins + <usize>((eight >> 20) & 0xff0);
    const e = bins + <usize>((eight >> 28) & 0xff0);
    const f = bins + <usize>((eight >> 36) & 0xff0);
    const g = bins + <usize>((eight >> 44) & 0xff0);
    const h = bins + <usize>((eight >> 52) & 0xff0);
    v128.store(a, f64x2.add(v128.load(a), pair));
    v128.store(b, f64x2.add(v128.load(b, USUAL_BYTES), pair), USUAL_BYTES);
    v128.store(c, f64x2.add(v128.load(c, 2 * USUAL_BYTES), pair), 2 * USUAL_BYTES);
    v128.store(d, f64x2.add(v128.load(d, 3 * USUAL_BYTES), pair), 3 * USUAL_BYTES);
    v128.store(e, f64x2.add(v128.load(e, 4 * USUAL_BYTES), pair), 4 * USUAL_BYTES);
    v128.store(f, f64x2.add(v128.load(f, 5 * USUAL_BYTES), pair), 5 * USUAL_BYTES);
    v128.store(g, f64x2.add(v128.load(g, 6 * USUAL_BYTES), pair), 6 * USUAL_BYTES);
    v128.store(h, f64x2.add(v128.load(h, 7 * USUAL_BYTES), pair), 7 * USUAL_BYTES);
    word += rowBytes;
  }
}

function addEight(word: usize, rowBytes: u32, pairs: usize, last: usize, histogram: usize, slotBytes: usize): void {
  for (let at = pairs; at < last; at += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(at));
    const eight = load<u64>(word);
    let bins = add(histogram, slotBytes, eight << 4, pair);
    bins = add(bins, slotBytes, eight >> 4, pair);
    bins = add(bins, slotBytes, eight >> 12, pair);
    bins = add(bins, slotBytes, eight >> 20, pair);
    bins = add(bins, slotBytes, eight >> 28, pair);
    bins = add(bins, slotBytes, eight >> 36, pair);
    bins = add(bins, slotBytes, eight >> 44, pair);
    add(bins, slotBytes, eight >> 52, pair);
    word += rowBytes;
  }
}

function addFour(word: usize, rowBytes: u32, pairs: usize, last: usize, histogram: usize, slotBytes: usize): void {
  for (let at = pairs; at < last; at += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(at));
    const four = <u64>load<u32>(word);
    let bins = add(histogram, slotBytes, four << 4, pair);
    bins = add(bins, slotBytes, four >> 4, pair);
    bins = add(bins, slotBytes, four >> 12, pair);
    add(bins, slotBytes, four >> 20, pair);
    word += rowBytes;
  }
}

/** Adds to the bin whose code is bits 4 to 11, times its 16 bytes as it stands; the next feature's bins. */
function add(bins: usize, slotBytes: usize, code: u64, pair: v128): usize {
  const bin = bins + <usize>(code & 0xff0);
  v128.store(bin, f64x2.add(v128.load(bin), pair));
  return bins + slotBytes;
}
