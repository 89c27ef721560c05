/** Columns that were read in two ways, one beside the other: some as others have them. */
export interface SwappedColumns {
  readonly columns: readonly Float32Array[];
  /** Share of the values of the swapped ones that are another; not a number where none is swapped. */
  readonly changed: number;
}

/** What a set would be if some of its columns had been read carelessly; `others` runs parallel to its columns. */
export function swapColumns(
  { names, columns }: { readonly names: readonly string[]; readonly columns: readonly Float32Array[] },
  others: readonly Float32Array[],
  isSwapped: (name: string) => boolean,
): SwappedColumns {
  const swapped = names.flatMap((name, index) => (isSwapped(name) ? [index] : []));
  const changes = swapped.map((index) => columns[index].filter((value, row) => !Object.is(value, others[index][row])));
  return {
    columns: columns.map((column, index) => (swapped.includes(index) ? others[index] : column)),
    changed: changes.reduce((sum, { length }) => sum + length, 0) / (swapped.length * columns[0].length),
  };
}
