/**
 * Which rows and features a round sees. Every draw is a hash of (seed, round, index): it depends on nothing drawn before, so
 * changing the number of rounds or threads, or resuming, never reshuffles another round.
 */

const ROWS = 0x9e3779b9;
const FEATURES = 0x85ebca6b;

/**
 * Takes each row independently with probability `share`. Fills `order` with all rows, the sample first, and returns the
 * sample's size: the margins of the rows outside must move as well.
 */
export function sampleRows(order: Uint32Array, share: number, seed: number, round: number): number {
  let inside = 0;
  let outside = order.length;
  for (let row = 0; row < order.length; row++) {
    const isInside = share === 1 || hash(seed, ROWS, round, row) < share * 2 ** 32;
    order[isInside ? inside++ : --outside] = row;
  }
  return inside;
}

/** A share of the features, at least one, without replacement, ascending. */
export function sampleFeatures(numFeature: number, share: number, seed: number, round: number): Int32Array {
  const all = Int32Array.from({ length: numFeature }, (_, feature) => feature);
  if (share === 1) return all;
  const keys = Array.from(all, (feature) => hash(seed, FEATURES, round, feature));
  const size = Math.max(1, Math.floor(share * numFeature));
  return all
    .sort((a, b) => keys[a] - keys[b] || a - b)
    .slice(0, size)
    .sort();
}

/** 32 well-mixed bits of four integers: the finaliser of MurmurHash3 after each. */
function hash(seed: number, stream: number, round: number, index: number): number {
  let bits = mix(seed ^ stream);
  bits = mix(bits ^ Math.floor(seed / 2 ** 32)); // the high half of seeds beyond 32 bits
  bits = mix(bits ^ round);
  return mix(bits ^ index) >>> 0;
}

function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) + 0x9e3779b9) | 0; // the constant keeps 0 from mapping to 0
}
