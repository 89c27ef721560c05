import { SCRATCH } from './scratch';

const DIGIT_BYTES: usize = 1024; // the counts of one digit: 256 integers
const ABSENT: u32 = 0x7f800000; // a NaN's bits, without the sign, are above infinity's

/** `sortColumn`, but a key and its row move as one 64-bit number, and where they begin is chosen so that they end in `sorted`. */
export function sortRows(
  column: usize,
  numRow: u32,
  sorted: usize,
  _numSorted: u32,
  spare: usize,
  _numSpare: u32,
): u32 {
  const present = countDigits(column, numRow);
  let numPass: u32 = 0;
  for (let pass: u32 = 0; pass < 4; pass++) numPass += u32(parts(pass, present));
  let from = numPass & 1 ? spare : sorted;
  let to = numPass & 1 ? sorted : spare;
  fillPairs(column, numRow, from);
  for (let pass: u32 = 0; pass < 4; pass++) {
    if (!parts(pass, present)) continue;
    scatter(from, present, to, pass);
    const sortedSoFar = to;
    to = from;
    from = sortedSoFar;
  }
  return present;
}

function keyOf(bits: u32): u32 {
  const normal = select<u32>(0, bits, bits === 0x80000000);
  return normal ^ (<u32>(<i32>normal >> 31) | 0x80000000);
}

function countDigits(column: usize, numRow: u32): u32 {
  memory.fill(SCRATCH, 0, DIGIT_BYTES << 2);
  let present: u32 = 0;
  const last = column + ((<usize>numRow) << 2);
  for (let at = column; at < last; at += 4) {
    const bits = load<u32>(at);
    if ((bits & 0x7fffffff) > ABSENT) continue;
    const key = keyOf(bits);
    count(SCRATCH + ((key & 255) << 2));
    count(SCRATCH + DIGIT_BYTES + (((key >> 8) & 255) << 2));
    count(SCRATCH + 2 * DIGIT_BYTES + (((key >> 16) & 255) << 2));
    count(SCRATCH + 3 * DIGIT_BYTES + ((key >> 24) << 2));
    present++;
  }
  return present;
}

function count(digit: usize): void {
  store<u32>(digit, load<u32>(digit) + 1);
}

/** Whether keys differ in a digit. */
function parts(pass: u32, present: u32): bool {
  const counts = SCRATCH + <usize>pass * DIGIT_BYTES;
  for (let digit: usize = 0; digit < DIGIT_BYTES; digit += 4) if (load<u32>(counts + digit) === present) return false;
  return true;
}

function fillPairs(column: usize, numRow: u32, to: usize): void {
  for (let row: u32 = 0; row < numRow; row++) {
    const bits = load<u32>(column + ((<usize>row) << 2));
    if ((bits & 0x7fffffff) > ABSENT) continue;
    store<u32>(to, row);
    store<u32>(to, keyOf(bits), 4);
    to += 8;
  }
}

function scatter(from: usize, present: u32, to: usize, pass: u32): void {
  const counts = SCRATCH + <usize>pass * DIGIT_BYTES;
  let begin = <u32>to;
  for (let digit: usize = 0; digit < DIGIT_BYTES; digit += 4) {
    const size = load<u32>(counts + digit) << 3;
    store<u32>(counts + digit, begin);
    begin += size;
  }
  const last = from + ((<usize>present) << 3);
  const digits = from + 4 + pass;
  const shift = digits - from;
  for (let at = from; at < last; at += 8) {
    const next = counts + ((<usize>load<u8>(at + shift)) << 2);
    const place = load<u32>(next);
    store<u64>(place, load<u64>(at));
    store<u32>(next, place + 8);
  }
}
