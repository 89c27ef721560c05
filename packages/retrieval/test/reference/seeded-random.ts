/** Uniform numbers in [0, 1) for planted samples (mulberry32). */
export function seededUniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Roughly normal, mean 0 and variance 1: twelve uniforms less six. */
export function seededNormal(uniform: () => number): () => number {
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}
