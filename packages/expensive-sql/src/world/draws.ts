import type { RandomStream } from '@applied-modeling/synthetic';

/** Uniform draws of an entity and a step, one after the other. */
export function drawsOf(random: RandomStream, entity: number, step: number): () => number {
  let nth = 0;
  return () => random.uniform(entity, step, nth++);
}

/** One of some, each as likely. */
export function oneOf<T>(some: readonly T[], u: number): T {
  return some[Math.floor(u * some.length)];
}

/** Places from 0 on, given out by the size of a lot that everybody draws. */
export function ranksByLot(count: number, lot: (one: number) => number): number[] {
  const ranks = Array.from({ length: count }, (_, one) => one);
  for (const [rank, one] of ranks.toSorted((a, b) => lot(a) - lot(b)).entries()) ranks[one] = rank;
  return ranks;
}
