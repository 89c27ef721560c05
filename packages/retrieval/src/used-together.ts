import type { Used } from './last-used.ts';

/** What people open on the same day: item-item co-use, by the cosine of who opened what. */
export interface UsedTogether {
  /** `before`: what the same person used, newest first. */
  open(item: number, atMs: number, before: readonly Used[]): void;
  similarity(one: number, other: number): number;
  neighboursOf(item: number): Iterable<number>;
}

/** Of a day's earlier items so many: somebody who opens fifty looks for something. */
const MOST_PAIRS = 5;

export function createUsedTogether(): UsedTogether {
  const pairs = new Map<number, Map<number, number>>();
  const opens = new Map<number, number>();
  const count = (one: number, other: number) => {
    const others = pairs.get(one) ?? new Map<number, number>();
    others.set(other, (others.get(other) ?? 0) + 1);
    pairs.set(one, others);
  };
  return {
    neighboursOf: (item) => pairs.get(item)?.keys() ?? [],
    similarity(one, other) {
      const together = pairs.get(one)?.get(other) ?? 0;
      return together === 0 ? 0 : together / Math.sqrt((opens.get(one) ?? 1) * (opens.get(other) ?? 1));
    },
    open(item, atMs, before) {
      opens.set(item, (opens.get(item) ?? 0) + 1);
      for (const used of before.slice(0, MOST_PAIRS)) {
        if (used.item === item || atMs - used.atMs > MS_PER_DAY) continue;
        count(item, used.item);
        count(used.item, item);
      }
    },
  };
}

const MS_PER_DAY = 86_400_000;
