import { createAccess } from './access.ts';
import type { Directory } from './directory.ts';
import { createLastUsed } from './last-used.ts';
import { createOpenedLately } from './opened-lately.ts';
import { createReadTables } from './read-tables.ts';
import type { ShelfEvent } from './shelf-event.ts';
import { createUsedTogether } from './used-together.ts';

/** Where a candidate comes from, in the order they are asked. */
export const SOURCES = ['own', 'tables', 'team', 'together', 'starters'] as const;
export type CandidateSource = (typeof SOURCES)[number];

/** How many candidates a page has at most, and how many of them each source may name. */
export type ShelfSettings = Readonly<Record<CandidateSource | 'most', number>>;

/** An item that is considered, and the first source that named it. */
export interface Candidate {
  readonly item: number;
  readonly source: CandidateSource;
}

/** What the shelf knows of a page, and of an item on it; in the order of `PAGE_COLUMNS` and `ITEM_COLUMNS`. */
export const PAGE_COLUMNS = ['tables_read', 'fresh_reads', 'used_items'] as const;
export const ITEM_COLUMNS = ['table_overlap', 'tables_in_common', 'co_use', 'own_rank', 'is_owner'] as const;

/** One blank page: everything that is asked of the shelf for one person at one instant. */
export interface Page {
  /** At most `most`, all of which the person may open now. */
  candidates(): readonly Candidate[];
  readonly values: readonly number[];
  valuesOf(item: number): readonly number[];
}

export interface Shelf {
  learn(event: ShelfEvent): void;
  open(person: number, nowMs: number): Page;
  mayOpen(person: number, item: number): boolean;
  countFor(person: number): number;
}

/**
 * What is known of all items while time goes by: events are learnt in the order they became known, and a page is answered from
 * what had been by then. Training, evaluation and serving ask the same shelf, so they cannot drift apart.
 *
 * On Databricks it is a streaming job that keeps five online tables.
 */
export function createShelf(directory: Directory, settings: ShelfSettings): Shelf {
  const { people, items } = directory;
  const access = createAccess(directory);
  const lastUsed = createLastUsed();
  const ofTeam = createOpenedLately(7);
  const ofTenant = createOpenedLately(28);
  const tables = createReadTables();
  const together = createUsedTogether();

  const use = ({ person, item, other, atMs, knownMs }: ShelfEvent) => {
    const [, team, tenant] = people.principals[person];
    if (other === 1) {
      together.open(item, atMs, lastUsed.of(person));
      if (team >= 0) ofTeam.open(team, item, knownMs);
      ofTenant.open(tenant, item, knownMs);
    }
    lastUsed.use(person, item, atMs);
  };
  const learn = (event: ShelfEvent) => {
    const { kind, person, item, other, atMs } = event;
    if (kind === 'grant') access.grant(item, other);
    else if (kind === 'revoke') access.revoke(item, other);
    else if (kind === 'delete') access.remove(item);
    else if (kind === 'use') use(event);
    else tables.read(person, item, other, atMs);
  };

  const open = (person: number, nowMs: number): Page => {
    const [, team, tenant] = people.principals[person];
    const used = lastUsed.of(person);
    const read = tables.lately(person, nowMs);
    const anchors = used.slice(0, ANCHORS).map(({ item }) => item);
    const coUse = (item: number) => {
      let most = 0;
      for (const one of anchors) most = Math.max(most, together.similarity(one, item));
      return most;
    };
    const named: Readonly<Record<CandidateSource, () => Iterable<number>>> = {
      own: () => used.map(({ item }) => item),
      tables: () => byScore(timesIn([...read].map(tables.readersOf))),
      team: () => (team < 0 ? [] : ofTeam.favourites(team, nowMs)),
      together: () => byScore([...unionOf(anchors.map(together.neighboursOf))].map((item) => [item, coUse(item)])),
      starters: () => ofTenant.favourites(tenant, nowMs),
    };
    const mine = unionOf(anchors.map(tables.ofItem));
    return {
      candidates: () => pick(named, settings, (item) => access.mayOpen(person, item)),
      values: [read.size, [...read].filter((table) => !mine.has(table)).length, used.length],
      valuesOf: (item) => {
        const common = countShared(read, tables.ofItem(item));
        const rank = used.findIndex((one) => one.item === item);
        return [
          read.size === 0 ? 0 : common / read.size,
          common,
          coUse(item),
          rank < 0 ? Number.NaN : rank,
          Number(items.owners[item] === people.ids[person]),
        ];
      },
    };
  };
  return { learn, open, mayOpen: access.mayOpen, countFor: access.countFor };
}

/** Of what somebody used last, so many say what it was about. */
const ANCHORS = 5;

/** Source after source: of each so many as may be opened and are not there yet. */
function pick(
  named: Readonly<Record<CandidateSource, () => Iterable<number>>>,
  settings: ShelfSettings,
  mayOpen: (item: number) => boolean,
) {
  const picked = new Map<number, CandidateSource>();
  for (const source of SOURCES) {
    let left = Math.min(settings[source], settings.most - picked.size);
    for (const item of left > 0 ? named[source]() : []) {
      if (left === 0) break;
      if (picked.has(item) || !mayOpen(item)) continue;
      picked.set(item, source);
      left -= 1;
    }
  }
  return Array.from(picked, ([item, source]) => ({ item, source }));
}

/** Items by what they scored, the best first. */
function byScore(scored: Iterable<readonly [item: number, score: number]>): number[] {
  return [...scored].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([item]) => item);
}

/** How many of the lists name each item: one pass over them, where asking item by item would read every list again. */
function timesIn(lists: readonly Iterable<number>[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const list of lists) for (const item of list) times.set(item, (times.get(item) ?? 0) + 1);
  return times;
}

function unionOf(lists: readonly Iterable<number>[]): ReadonlySet<number> {
  const union = new Set<number>();
  for (const list of lists) for (const item of list) union.add(item);
  return union;
}

function countShared(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let shared = 0;
  for (const table of one) shared += Number(other.has(table));
  return shared;
}
