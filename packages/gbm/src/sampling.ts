/**
 * Which rows and features a round sees, and which pairs it draws. Every draw is a hash of (seed, round, index): it depends on nothing drawn before, so
 * changing the number of rounds or threads, or resuming, never reshuffles another round.
 */

const ROWS = 0x9e3779b9;
const FEATURES = 0x85ebca6b;
const PAIRS = 0xc2b2ae35;

/**
 * Takes each row independently with probability `share`. Fills `order` with all rows, the sample first and ascending, and
 * returns the sample's size: the margins of the rows outside must move as well. Every row is written at both cursors and only
 * one moves: a coin toss is the branch that no processor predicts.
 */
export function sampleRows(order: Uint32Array, share: number, seed: number, round: number): number {
  if (share === 1) {
    for (let row = 0; row < order.length; row++) order[row] = row;
    return order.length;
  }
  const stream = hashStream(seed, ROWS, round);
  let inside = 0;
  let outside = order.length - 1;
  for (let row = 0; row < order.length; row++) {
    const isInside = Number(hash(stream, row) < share * 2 ** 32);
    order[outside] = row;
    order[inside] = row;
    inside += isInside;
    outside -= 1 - isInside;
  }
  return inside;
}

/** A share of the features, at least one, without replacement, ascending. */
export function sampleFeatures(numFeature: number, share: number, seed: number, round: number): Int32Array {
  const all = Int32Array.from({ length: numFeature }, (_, feature) => feature);
  if (share === 1) return all;
  const stream = hashStream(seed, FEATURES, round);
  const keys = Array.from(all, (feature) => hash(stream, feature));
  const size = Math.max(1, Math.floor(share * numFeature));
  return all
    .sort((a, b) => keys[a] - keys[b] || a - b)
    .slice(0, size)
    .sort();
}

/** Numbers in [0, 1), one an index. */
export function drawsOfRound(seed: number, round: number): (index: number) => number {
  const stream = hashStream(seed, PAIRS, round);
  return (index) => hash(stream, index) / 2 ** 32;
}

/** What the draws of a round have in common: the finaliser of MurmurHash3 after each of three integers. */
function hashStream(seed: number, stream: number, round: number): number {
  let bits = mix(seed ^ stream);
  bits = mix(bits ^ Math.floor(seed / 2 ** 32)); // the high half of seeds beyond 32 bits
  return mix(bits ^ round);
}

/** 32 well-mixed bits. */
function hash(stream: number, index: number): number {
  return mix(stream ^ index) >>> 0;
}

function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) + 0x9e3779b9) | 0; // the constant keeps 0 from mapping to 0
}
