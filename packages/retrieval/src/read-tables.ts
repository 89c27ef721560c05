/** Which tables people and items read. What somebody read in the last day says what the blank page is about. */
export interface ReadTables {
  read(person: number, item: number, table: number, atMs: number): void;
  /** Tables of the last day. */
  lately(person: number, nowMs: number): ReadonlySet<number>;
  readersOf(table: number): ReadonlySet<number>;
  ofItem(item: number): ReadonlySet<number>;
}

export function createReadTables(): ReadTables {
  const reads = new Map<number, { readonly table: number; readonly atMs: number }[]>();
  const [readers, tables] = [new Map<number, Set<number>>(), new Map<number, Set<number>>()];
  return {
    readersOf: (table) => readers.get(table) ?? NOTHING,
    ofItem: (item) => tables.get(item) ?? NOTHING,
    lately(person, nowMs) {
      const recent = (reads.get(person) ?? []).filter(({ atMs }) => atMs > nowMs - MS_PER_DAY);
      reads.set(person, recent);
      return new Set(recent.map(({ table }) => table));
    },
    read(person, item, table, atMs) {
      const ofPerson = reads.get(person);
      if (ofPerson) ofPerson.push({ table, atMs });
      else reads.set(person, [{ table, atMs }]);
      if (item < 0) return;
      addTo(readers, table, item);
      addTo(tables, item, table);
    },
  };
}

const NOTHING: ReadonlySet<number> = new Set();

function addTo(sets: Map<number, Set<number>>, key: number, value: number): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

const MS_PER_DAY = 86_400_000;
