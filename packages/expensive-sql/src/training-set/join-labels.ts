import { denseNumbers } from '@applied-modeling/evaluation';
import type { QueryRows, TrainingSet } from '../domain.ts';
import { type Ending, labelOf, maturesAt } from '../label.ts';

/** Training is a join: what was known of a query, and how it ended. Scoring does without the second. */
export function joinLabels(rows: QueryRows, endings: readonly Ending[], now: number): TrainingSet {
  const of = Array.from(rows.nth, (nth) => endings[nth]);
  const matures = rows.spine.decidedAt.map(maturesAt);
  return {
    ...rows,
    y: Float32Array.from(of, (ending, row) => (matures[row] <= now ? labelOf(ending) : Number.NaN)),
    cpuSeconds: Float64Array.from(of, ({ cpuSeconds, fromCache }) => (fromCache ? Number.NaN : cpuSeconds)),
    wasCut: Uint8Array.from(of, ({ wasCut }) => Number(wasCut)),
    maturesAt: matures,
    cluster: denseNumbers(rows.template),
  };
}
