import type { ScoredBatch, ScoreRun } from './scored-batch.ts';
import { takeBatch } from './take-batch.ts';

/** Faults that a batch can be given on purpose, to watch it being held back. */
export const FAULTS = [
  'none',
  'half-the-rows',
  'missing-column',
  'other-unit',
  'lost-calibrator',
  'wrong-fingerprint',
] as const;
export type Fault = (typeof FAULTS)[number];

export function plantFault(run: ScoreRun, fault: Fault): ScoreRun {
  const { batch } = run;
  const { read } = batch;
  const withRead = (change: Partial<typeof read>): ScoreRun => ({
    ...run,
    batch: { ...batch, read: { ...read, ...change } },
  });
  const first = (change: (value: number) => number) =>
    read.columns.map((column, at) => (at === 0 ? Float64Array.from(column, change) : column));
  switch (fault) {
    case 'none':
      return run;
    case 'half-the-rows':
      return { ...run, batch: takeBatch(batch, twoInFive(batch)) };
    case 'missing-column':
      return withRead({ columns: first(() => Number.NaN) });
    case 'other-unit':
      return withRead({ columns: first((value) => 1000 * value + 1000) });
    case 'lost-calibrator':
      return { ...run, batch: { ...batch, probability: batch.probability.map((one) => Math.min(1, 10 * one + 0.2)) } };
    case 'wrong-fingerprint':
      return withRead({ fingerprint: 'another' });
  }
}

/** A little less than half, because half may be a world that shrank. */
function twoInFive({ entityId }: ScoredBatch): readonly number[] {
  return [...entityId.keys()].filter((row) => row % 5 < 2);
}
