/** What each person used last, newest first: the strongest source there is, while the task repeats. */
export interface LastUsed {
  use(person: number, item: number, atMs: number): void;
  of(person: number): readonly Used[];
}

export interface Used {
  readonly item: number;
  readonly atMs: number;
}

/** Beyond so many nobody looks back. */
const REMEMBERED = 40;

export function createLastUsed(): LastUsed {
  const byPerson = new Map<number, Used[]>();
  return {
    of: (person) => byPerson.get(person) ?? [],
    use(person, item, atMs) {
      const used = byPerson.get(person) ?? [];
      const before = used.findIndex((one) => one.item === item);
      // Logs land out of order: what was used later stays on top.
      const newest = before < 0 ? atMs : Math.max(atMs, used[before].atMs);
      if (before >= 0) used.splice(before, 1);
      const place = used.findIndex((one) => one.atMs <= newest);
      used.splice(place < 0 ? used.length : place, 0, { item, atMs: newest });
      if (used.length > REMEMBERED) used.pop();
      byPerson.set(person, used);
    },
  };
}
