import { type Kernels, place } from '../kernels.ts';

/** Pairs listed before they push: few enough for the first-level cache. */
const PAIRS_AT_ONCE = 1024;

/** One group after another, its rows in the order of the model, and the pairs of it that have not pushed yet. */
export class RankedGroup {
  /** The rank of a row; of rows of the open group. */
  readonly rankOf: Uint32Array;
  readonly #kernels: Kernels;
  readonly #label: Float32Array;
  readonly #gains: Float64Array;
  readonly #discounts: Float64Array;
  readonly #labels: Float32Array;
  readonly #scoreAt: Float32Array;
  readonly #gainAt: Float64Array;
  readonly #gradientAt: Float32Array;
  readonly #pairs: Uint32Array;
  #rows!: Uint32Array;
  #inverseIdealDcg = 0;
  #perDistance = 0;
  #numPair = 0;
  #sumLambda = 0;

  /** `discounts` has one entry a rank of the largest group. */
  constructor(label: Float32Array, gains: Float64Array, discounts: Float64Array, kernels: Kernels) {
    const most = discounts.length;
    this.rankOf = new Uint32Array(label.length);
    this.#kernels = kernels;
    this.#label = label;
    this.#gains = gains;
    this.#discounts = place(kernels, discounts);
    this.#labels = new Float32Array(most);
    this.#scoreAt = kernels.allocate(Float32Array, most);
    this.#gainAt = kernels.allocate(Float64Array, most);
    this.#gradientAt = kernels.allocate(Float32Array, 2 * most);
    this.#pairs = kernels.allocate(Uint32Array, 2 * PAIRS_AT_ONCE);
  }

  open(rows: Uint32Array, scores: Float32Array, idealDcg: number, normalisesScores: boolean): void {
    for (let rank = 0; rank < rows.length; rank++) {
      const row = rows[rank];
      this.rankOf[row] = rank;
      this.#labels[rank] = this.#label[row];
      this.#scoreAt[rank] = scores[row];
      this.#gainAt[rank] = this.#gains[row];
    }
    this.#gradientAt.fill(0, 0, 2 * rows.length);
    const isSpread = this.#scoreAt[0] !== this.#scoreAt[rows.length - 1];
    this.#rows = rows;
    this.#inverseIdealDcg = idealDcg === 0 ? 0 : 1 / idealDcg;
    this.#perDistance = Number(normalisesScores && isSpread);
    this.#sumLambda = 0;
  }

  /** Lists a pair of ranks, unless their labels are equal. */
  add(rank: number, other: number): void {
    const label = this.#labels[rank];
    const otherLabel = this.#labels[other];
    if (label === otherLabel) return;
    const at = 2 * this.#numPair++;
    this.#pairs[at] = label > otherLabel ? rank : other;
    this.#pairs[at + 1] = label > otherLabel ? other : rank;
    if (this.#numPair === PAIRS_AT_ONCE) this.push();
  }

  /** Lets the listed pairs push, and returns Σ 2 |lambda| of all the group's so far. */
  push(): number {
    this.#sumLambda += this.#kernels.pushPairs(
      this.#pairs,
      this.#numPair,
      this.#scoreAt,
      this.#gainAt,
      this.#discounts,
      this.#inverseIdealDcg,
      this.#perDistance,
      this.#gradientAt,
    );
    this.#numPair = 0;
    return this.#sumLambda;
  }

  /** Writes the gradients of the group's rows, times each factor in turn: every product is a float32, as in XGBoost. */
  close(gradients: Float32Array, ...factors: readonly number[]): void {
    const pushed = this.#gradientAt.subarray(0, 2 * this.#rows.length);
    for (const factor of factors.map(Math.fround)) {
      if (factor !== 1) for (let i = 0; i < pushed.length; i++) pushed[i] *= factor;
    }
    this.#rows.forEach((row, rank) => {
      gradients[2 * row] = pushed[2 * rank];
      gradients[2 * row + 1] = pushed[2 * rank + 1];
    });
  }
}
