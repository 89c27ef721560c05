/**
 * A finite chain of states, of which the next depends on the present one alone: drawn to make a world, filtered to know what
 * can be known of it, and expected ahead to say how it will end. With a handful of states all three are exact.
 *
 * Steps are one flat matrix, P(to | from) at `from × states + to`.
 */
export interface MarkovChain {
  /** Fills the diagonal with what the other steps of each row leave over; answers with the matrix. */
  close(steps: Float64Array): Float64Array;
  /** The state after one step, for a uniform draw. */
  next(steps: Float64Array, state: number, u: number): number;
  /** belief(to) ← Σ belief(from) × P(to | from): of the probabilities from `at` on, in place. */
  pushForward(steps: Float64Array, belief: Float64Array, at: number): void;
  /** value(from) ← Σ P(to | from) × value(to): of the values from `at` on, `stride` apart, in place. */
  pullBack(steps: Float64Array, value: Float64Array, at: number, stride: number): void;
}

export function markovChain(states: number): MarkovChain {
  const before = new Float64Array(states);
  return {
    close: (steps) => {
      for (let from = 0; from < states; from++) {
        let stay = 1;
        for (let to = 0; to < states; to++) if (to !== from) stay -= steps[from * states + to];
        steps[from * states + from] = stay;
      }
      return steps;
    },
    next: (steps, state, u) => {
      let chance = 0;
      for (let to = 0; to < states; to++) {
        if (to === state) continue;
        chance += steps[state * states + to];
        if (u < chance) return to;
      }
      return state;
    },
    pushForward: (steps, belief, at) => {
      for (let from = 0; from < states; from++) before[from] = belief[at + from];
      for (let to = 0; to < states; to++) {
        let sum = 0;
        for (let from = 0, cell = to; from < states; from++, cell += states) sum += before[from] * steps[cell];
        belief[at + to] = sum;
      }
    },
    pullBack: (steps, value, at, stride) => {
      for (let to = 0; to < states; to++) before[to] = value[at + to * stride];
      for (let from = 0; from < states; from++) {
        let sum = 0;
        for (let to = 0; to < states; to++) sum += steps[from * states + to] * before[to];
        value[at + from * stride] = sum;
      }
    },
  };
}
