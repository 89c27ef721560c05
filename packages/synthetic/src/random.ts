/**
 * Counter-based random numbers: a draw is a pure function of (seed, stream, entity, step, draw), so the order of calls,
 * the number of threads and a table added later change nothing that was there before.
 *
 * The mixer is the 32-bit finaliser of MurmurHash3 applied once per key word. It is fast and has no state; it is not
 * cryptographic, and 32 bits of resolution (2.3e-10) are enough for the tails a world of 10^8 draws needs.
 */

/** Draws of one named stream. Every method takes the entity and the step it belongs to; `draw` tells several apart. */
export interface RandomStream {
  /** Uniform on the open interval (0, 1). */
  uniform(entity: number, step: number, draw?: number): number;
  /** Standard normal, by inversion: one uniform a draw. */
  normal(entity: number, step: number, draw?: number): number;
  /** Poisson with the given mean (0 ≤ mean ≤ 500), by inversion: O(mean) additions, one uniform a draw. */
  poisson(mean: number, entity: number, step: number, draw?: number): number;
}

/** Opens the stream `name` of a seed. Streams of different names are independent. */
export function randomStream(seed: number, name: string): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed: found ${seed}, expected an integer from 0 to 2^53 - 1`);
  }
  const key = absorb(absorb(hashText(name), seed >>> 0), Math.floor(seed / 2 ** 32));
  const uniform = (entity: number, step: number, draw = 0) =>
    (absorb(absorb(absorb(key, entity), step), draw) + 0.5) / 2 ** 32;
  return {
    uniform,
    normal: (entity, step, draw) => normalQuantile(uniform(entity, step, draw)),
    poisson: (mean, entity, step, draw) => poissonQuantile(mean, uniform(entity, step, draw)),
  };
}

function absorb(state: number, word: number): number {
  let h = Math.imul(state ^ word, 0x9e3779b1) + 0x7f4a7c15;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = absorb(h, text.charCodeAt(i));
  return h;
}

/** Smallest k with P(X ≤ k) ≥ u for X ~ Poisson(mean). */
export function poissonQuantile(mean: number, u: number): number {
  if (!(mean >= 0 && mean <= 500)) throw new RangeError(`poisson mean: found ${mean}, expected 0 to 500`);
  let probability = Math.exp(-mean);
  let cumulative = probability;
  let k = 0;
  // Past the last representable term the sum stops growing short of 1; there the draw ends.
  while (u > cumulative && probability > 1e-300) {
    k += 1;
    probability *= mean / k;
    cumulative += probability;
    if (k > mean + 60 + 12 * Math.sqrt(mean)) break;
  }
  return k;
}

/** Inverse of the standard normal distribution function for 0 < u < 1; Acklam's rational approximation, relative error below 1.2e-9. */
export function normalQuantile(u: number): number {
  if (!(u > 0 && u < 1)) throw new RangeError(`normal quantile: found ${u}, expected a number between 0 and 1`);
  if (u < 0.02425) return tailQuantile(Math.sqrt(-2 * Math.log(u)));
  if (u > 1 - 0.02425) return -tailQuantile(Math.sqrt(-2 * Math.log(1 - u)));
  const q = u - 0.5;
  const r = q * q;
  const numerator =
    (((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r -
      3.066479806614716e1) *
      r +
      2.506628277459239) *
    q;
  const denominator =
    ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r -
      1.328068155288572e1) *
      r +
    1;
  return numerator / denominator;
}

function tailQuantile(q: number): number {
  const numerator =
    ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const denominator =
    (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return numerator / denominator;
}
