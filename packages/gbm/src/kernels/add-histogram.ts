/** Adds what another thread has summed. Sums are exact (see `gradients.ts`), so that it does not matter which rows it had. */
export function addHistogram(histogram: Float64Array, other: Float64Array): void {
  for (let i = 0; i < histogram.length; i++) histogram[i] += other[i];
}
