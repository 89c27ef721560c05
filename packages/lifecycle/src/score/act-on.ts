import type { ScoredBatch } from './scored-batch.ts';

/** Marks the rows that are acted on, each with its reasons: `why` gets a row's place among the chosen, and the row. */
export function actOn(
  rows: number,
  chosen: Uint32Array,
  why: (nth: number, row: number) => readonly string[],
): Pick<ScoredBatch, 'isChosen' | 'reasons'> {
  const isChosen = new Uint8Array(rows);
  const reasons = Array.from(isChosen, (): readonly string[] => []);
  for (const [nth, row] of chosen.entries()) {
    isChosen[row] = 1;
    reasons[row] = why(nth, row);
  }
  return { isChosen, reasons };
}

/** What a rule does not say: nobody knows a chance, so nobody knows a worth. */
export function ofARule(rows: number): Pick<ScoredBatch, 'probability' | 'expectedUsd'> {
  const unknown = () => new Float64Array(rows).fill(Number.NaN);
  return { probability: unknown(), expectedUsd: unknown() };
}
