import type { ScoredBatch } from '../score/scored-batch.ts';

/** Of the units some rows are about (runs, notebooks), the share of which a row is chosen; NaN of none. All rows count, if not told. */
export function shareChosen(
  { entityId, isChosen }: ScoredBatch,
  unitOf: (entityId: string) => string,
  isCounted: (row: number) => boolean = () => true,
): number {
  const rows = [...entityId.keys()].filter(isCounted);
  const units = (of: readonly number[]) => new Set(of.map((row) => unitOf(entityId[row]))).size;
  return units(rows.filter((row) => isChosen[row] === 1)) / units(rows);
}
