/**
 * Pages on which a slate was asked for, and the candidates of each: what all judges of a recommender look at. A page may have a
 * catalogue far larger than its candidates: what was not retrieved counts against every order of the rest.
 */
export interface AskedPages {
  /** Of each page, the user by number, without gaps: what is resampled. */
  readonly cluster: Int32Array;
  /** How many items each page could show at all. */
  readonly catalogueSize: ArrayLike<number>;
  /** Asked for something the user has not done before; null where nobody knows. */
  readonly isNewTask: Uint8Array | null;
  /** Candidates, page after page: what each is, its row in whatever it was read from, and its page. Those of page p begin at `starts[p]`. */
  readonly item: readonly string[];
  readonly rows: Uint32Array;
  readonly page: Int32Array;
  readonly starts: Int32Array;
  /** What items are worth, by what people did: kind to whatever was shown. */
  readonly opens: Worth;
  /** By the truth, else by the opens. */
  readonly worth: Worth;
  /** Items a slate has room for. */
  readonly k: number;
  /** By position, the chance that somebody looks there; null where nobody knows, as nobody knows the truth. */
  readonly examined: readonly number[] | null;
}

/** What items are worth on their page, from 0 to 1. */
export interface Worth {
  readonly ofCandidate: Float64Array;
  /** Of each page: whatever is worth anything in the whole catalogue, best first. */
  readonly catalogue: readonly (readonly ListedItem[])[];
}

export interface ListedItem {
  readonly worth: number;
  /** Among the candidates; −1 for one that retrieval missed. */
  readonly candidate: number;
}

/** Puts what is known of each page beside its candidates: items that are no candidate are in the catalogue all the same. */
export function worthOfPages(
  { item, page }: Pick<AskedPages, 'item' | 'page'>,
  known: readonly ReadonlyMap<string, number>[],
): Worth {
  const ofCandidate = Float64Array.from(item, (id, at) => known[page[at]].get(id) ?? 0);
  const catalogue = known.map((): ListedItem[] => []);
  const missed = known.map((worth) => new Map(worth));
  for (const [candidate, worth] of ofCandidate.entries()) {
    if (worth > 0) catalogue[page[candidate]].push({ worth, candidate });
    missed[page[candidate]].delete(item[candidate]);
  }
  for (const [of, left] of missed.entries())
    for (const worth of left.values()) catalogue[of].push({ worth, candidate: -1 });
  for (const listed of catalogue) listed.sort((a, b) => b.worth - a.worth);
  return { ofCandidate, catalogue };
}
