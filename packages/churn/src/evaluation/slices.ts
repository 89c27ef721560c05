import { take } from '@applied-modeling/evaluation';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { baseRateOf, judgePart, partOf, type Window } from './window.ts';

/** Average precision by segment, tenure and region. */
export function judgeSlices(set: TrainingSet, window: Window, score: Float64Array, seed: number): Evaluation['slices'] {
  return Object.entries(set.slices).flatMap(([slice, labels]) => {
    const values = new Set(Array.from(window.rows, (row) => labels[row]));
    return [...values].sort().map((value) => {
      const part = partOf(set, window, (row) => labels[row] === value);
      return {
        slice,
        value,
        baseRate: baseRateOf(part),
        averagePrecision: judgePart(part, take(score, part.at), seed),
      };
    });
  });
}
