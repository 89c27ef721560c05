/** What a group of people opened in the last days: a team's, or a tenant's. */
export interface OpenedLately {
  open(group: number, item: number, knownMs: number): void;
  /** Most opened first. Counted anew once an hour: nobody notices, and sorting is what takes the time. */
  favourites(group: number, nowMs: number): readonly number[];
}

export function createOpenedLately(days: number): OpenedLately {
  const counts = new Map<number, Map<number, number>>();
  const sorted = new Map<number, { readonly atMs: number; readonly items: readonly number[] }>();
  const opened: { readonly group: number; readonly item: number; readonly knownMs: number }[] = [];
  let oldest = 0;

  const add = (group: number, item: number, opens: number) => {
    const ofGroup = counts.get(group) ?? new Map<number, number>();
    const count = (ofGroup.get(item) ?? 0) + opens;
    if (count > 0) ofGroup.set(item, count);
    else ofGroup.delete(item);
    counts.set(group, ofGroup);
  };
  const forget = (nowMs: number) => {
    while (oldest < opened.length && opened[oldest].knownMs <= nowMs - days * MS_PER_DAY) {
      const { group, item } = opened[oldest++];
      add(group, item, -1);
    }
  };
  return {
    open(group, item, knownMs) {
      forget(knownMs);
      opened.push({ group, item, knownMs });
      add(group, item, 1);
    },
    favourites(group, nowMs) {
      const known = sorted.get(group);
      if (known && nowMs - known.atMs < MS_PER_HOUR) return known.items;
      forget(nowMs);
      const items = [...(counts.get(group) ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([item]) => item);
      sorted.set(group, { atMs: nowMs, items });
      return items;
    },
  };
}

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;
