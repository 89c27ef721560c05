import type { Lake } from '@applied-modeling/lakehouse';

/**
 * Rows about days to come: a contract that runs, a holiday, a launch. Each is known from some moment on, and until a newer row
 * about the same thing is: a decision counts on what it knows, about the future and about the past alike.
 *
 * All moments are hours after an epoch; infinity where nobody knows an end.
 */
export interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly availableAt: number;
  /** A decision counts on it from here, which is its `availableAt` to whoever is careful, until a newer row about the same thing. */
  readonly countsFrom: number;
  readonly countsUntil: number;
}

export interface SpanQuery {
  /** A row replaces those about the same id that came before it. */
  readonly id: string;
  readonly days: readonly [first: string, end: string];
  /** What else a row says. */
  readonly columns: string;
}

/** Rows of a relation with `available_at`, as objects by id and clock; none of a table that was not brought. */
export async function readSpans<Row extends Span>(
  lake: Lake,
  relation: string | undefined,
  epoch: number,
  { id, days: [first, end], columns }: SpanQuery,
): Promise<readonly Row[]> {
  if (relation === undefined) return [];
  const at = (column: string) => `((epoch_ms(${column}) - ${epoch}) / ${MS_PER_HOUR}.0)::DOUBLE`;
  const found = await lake.query(
    `SELECT ${columns}, ${at(first)} AS startsAt, ${at(end)} AS endsAt,
       ${at('available_at')} AS availableAt, ${at('available_at')} AS countsFrom,
       ${at(`lead(available_at) OVER (PARTITION BY ${id} ORDER BY available_at)`)} AS countsUntil
     FROM ${relation} ORDER BY ${id}, available_at`,
  );
  const values = found.names.map((name) => {
    if (found.form(name) === 'text') return found.nullableStrings(name);
    return found.numbers(name).map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value));
  });
  const rowAt = (row: number) => Object.fromEntries(found.names.map((name, column) => [name, values[column][row]]));
  return Array.from({ length: found.rowCount }, (_, row) => rowAt(row) as unknown as Row);
}

const MS_PER_HOUR = 3_600_000;

/** Some whole hours, as somebody sees them who knows what was available at `knownAt`. */
export interface SeenHours {
  readonly from: number;
  readonly hours: number;
  readonly knownAt: number;
}

/** Hands on every row that counts, with the hours it touches, and says when the newest of them became available; -∞ for none. */
export function countOn<Row extends Span>(
  rows: readonly Row[],
  { from, hours, knownAt }: SeenHours,
  use: (row: Row, first: number, end: number) => void,
): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.countsFrom > knownAt || row.countsUntil <= knownAt) continue;
    const first = Math.ceil(Math.max(0, row.startsAt - from));
    const end = Math.ceil(Math.min(hours, row.endsAt - from));
    if (first >= end) continue;
    newest = Math.max(newest, row.availableAt);
    use(row, first, end);
  }
  return newest;
}
