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
  /**
   * When a state is reached, by backward recursion: `out` becomes P(reached in a step of the term | state before the first), state-major.
   * A step j counts 1 for the term it belongs to and 0 for the others:
   *
   *   value(state, j) = Σ over next P(state → next in step j) × (counts(j) if next is `reached`, else value(next, j + 1))
   */
  reach(steps: readonly Float64Array[], reached: number, termOf: (step: number) => number, out: Float64Array): void;
}

export function markovChain(states: number): MarkovChain {
  const before = new Float64Array(states);
  const pullBack: MarkovChain['pullBack'] = (steps, value, at, stride) => {
    for (let to = 0; to < states; to++) before[to] = value[at + to * stride];
    for (let from = 0; from < states; from++) {
      let sum = 0;
      for (let to = 0; to < states; to++) sum += steps[from * states + to] * before[to];
      value[at + from * stride] = sum;
    }
  };
  return {
    pullBack,
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
    reach: (steps, reached, termOf, out) => {
      const terms = out.length / states;
      for (let step = steps.length - 1; step >= 0; step--) {
        for (let term = 0; term < terms; term++) {
          out[reached * terms + term] = term === termOf(step) ? 1 : 0;
          pullBack(steps[step], out, term, terms);
        }
      }
    },
  };
}

/** belief ∝ belief × likelihood, over all chains that one belief holds side by side: those from `at` on, as many as fill `width`. */
export function updateBelief(belief: Float64Array, at: number, width: number, likelihood: Float64Array): void {
  let total = 0;
  for (let chain = at; chain < at + width; chain += likelihood.length) {
    for (let state = 0; state < likelihood.length; state++) total += belief[chain + state] *= likelihood[state];
  }
  for (let cell = 0; cell < width; cell++) belief[at + cell] /= total;
}
