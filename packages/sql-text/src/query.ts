/** What a text says, in the nouns that features are made of. Nothing here knows how it was read. */

/** Of a text that the parser understands; the others are `not-a-select` or `syntax-error`, and fail open. */
export type QueryKind = 'understood' | 'not-a-select' | 'syntax-error';

/**
 * What all texts of one template share: they differ in literals, the length of IN lists, case, white space, comments, aliases or
 * names of CTEs, and in nothing else.
 */
export interface QueryShape {
  /** Sixteen hexadecimal digits; of an understood text from its AST, of any other from its tokens. */
  readonly fingerprint: string;
  readonly kind: QueryKind;
  /** Counts of the AST by `COUNTED`; all 0 where nothing was understood. */
  readonly counts: Readonly<Record<Counted, number>>;
}

// biome-ignore format: read as a paragraph
export const COUNTED = [
  'tables', 'joins', 'cross_joins', 'outer_joins', 'columns', 'stars', 'conditions', 'equalities', 'likes', 'functions',
  'unknown_functions', 'aggregates', 'windows', 'groups', 'sorts', 'limits', 'distincts', 'set_operations', 'subqueries', 'ctes',
] as const;
export type Counted = (typeof COUNTED)[number];

/** A table a query reads, once for each time it stands in FROM; CTEs are looked through and are no tables. */
export interface ScannedTable {
  /** In lower case, as `schema.table` or `table`. */
  readonly name: string;
  /** What its conditions leave of a column, by the name of the column in lower case: days since 1970, both ends included. */
  readonly ranges: Readonly<Record<string, DayRange>>;
  /** Different columns of the table that the query names; null where `SELECT *` reads them all. */
  readonly columnsRead: number | null;
}

export interface DayRange {
  /** −Infinity where nothing bounds it. */
  readonly from: number;
  readonly to: number;
}

/** One text. */
export interface Query {
  readonly shape: QueryShape;
  readonly tables: readonly ScannedTable[];
  /** Of all its IN lists together. */
  readonly inListItems: number;
  /** NaN without one at the top. */
  readonly limit: number;
  readonly characters: number;
}
