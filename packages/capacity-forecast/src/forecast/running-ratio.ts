/** A ratio of two sums that grow on the way through the weeks, each from weeks that were over by then; 1 before the first. */
export class RunningRatio {
  #over = 0;
  #under = 0;

  add(over: number, under: number): void {
    this.#over += over;
    this.#under += under;
  }

  get value(): number {
    return this.#under > 0 ? this.#over / this.#under : 1;
  }
}
