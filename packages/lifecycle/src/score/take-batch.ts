import type { ScoredBatch } from './scored-batch.ts';

/** Chosen rows of a batch. */
export function takeBatch(batch: ScoredBatch, rows: ArrayLike<number>): ScoredBatch {
  const at = Array.from(rows);
  const of = (values: ArrayLike<number>) => Float64Array.from(at, (row) => values[row]);
  return {
    ...batch,
    entityId: at.map((row) => batch.entityId[row]),
    ...{ score: of(batch.score), probability: of(batch.probability), expectedUsd: of(batch.expectedUsd) },
    ...(batch.quantity && { quantity: of(batch.quantity) }),
    isChosen: Uint8Array.from(at, (row) => batch.isChosen[row]),
    reasons: at.map((row) => batch.reasons[row]),
    read: { ...batch.read, columns: batch.read.columns.map((column) => Float32Array.from(at, (row) => column[row])) },
  };
}
