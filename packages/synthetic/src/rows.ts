/**
 * Rows of one table on their way into it, as columns that a bulk loader takes as they are: typed arrays, codes into a
 * dictionary of texts, plain texts, and a mask where something is missing.
 */

type NumberKind = Uint8ArrayConstructor | Uint16ArrayConstructor | Int32ArrayConstructor | Float64ArrayConstructor;
type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** What a column holds: numbers of a width, or codes of these texts. */
export type ColumnKind = NumberKind | readonly string[];

/** Row i holds `dictionary[codes[i]]`. */
export interface CodedTexts {
  readonly codes: Uint8Array | Uint16Array | Int32Array;
  readonly dictionary: readonly string[];
}

/**
 * Rows that are added one by one, handed over, cleared and added again. The arrays are reused, and grow when they are full, so
 * that a world of a hundred million rows allocates next to nothing:
 *
 *     const at = rows.add();
 *     rows.values.dbu[at] = 1.5;
 *     rows.values.sku[at] = SKUS.indexOf('JOBS');
 */
export class RowBuffer<Name extends string> {
  /** How many rows count; the arrays are longer. */
  rows = 0;
  /** The array behind each column, of numbers or codes. Read it after `add`, which may replace it. */
  values: Readonly<Record<Name, Numbers>>;
  readonly #kinds: Readonly<Record<Name, ColumnKind>>;
  #capacity = 1024;

  constructor(kinds: Readonly<Record<Name, ColumnKind>>) {
    this.#kinds = kinds;
    this.values = mapColumns(kinds, (kind) => newNumbers(kind, this.#capacity));
  }

  /** Makes room for one more row and answers with its place. */
  add(): number {
    if (this.rows === this.#capacity) this.#grow();
    return this.rows++;
  }

  /** Makes room for so many more: until they are added, the arrays stay the same. */
  reserve(more: number): void {
    while (this.rows + more > this.#capacity) this.#grow();
  }

  clear(): void {
    this.rows = 0;
  }

  /** The arrays as a loader takes them, the first `rows` entries of each. */
  get columns(): Readonly<Record<Name, Numbers | CodedTexts>> {
    return mapColumns(this.#kinds, (kind, name) => asColumn(kind, this.values[name]));
  }

  #grow(): void {
    this.#capacity *= 2;
    this.values = mapColumns(this.#kinds, (kind, name) => {
      const grown = newNumbers(kind, this.#capacity);
      grown.set(this.values[name]);
      return grown;
    });
  }
}

function newNumbers(kind: ColumnKind, length: number): Numbers {
  if (typeof kind === 'function') return new kind(length);
  return kind.length < 2 ** 8
    ? new Uint8Array(length)
    : kind.length < 2 ** 16
      ? new Uint16Array(length)
      : new Int32Array(length);
}

function asColumn(kind: ColumnKind, numbers: Numbers): Numbers | CodedTexts {
  return typeof kind === 'function' ? numbers : { codes: numbers as CodedTexts['codes'], dictionary: kind };
}

function mapColumns<Name extends string, Kind, Value>(
  kinds: Readonly<Record<Name, Kind>>,
  value: (kind: Kind, name: Name) => Value,
): Record<Name, Value> {
  const entries = Object.entries(kinds) as [Name, Kind][];
  return Object.fromEntries(entries.map(([name, kind]) => [name, value(kind, name)])) as Record<Name, Value>;
}
