import { bootstrapAveragePrecision, intervalOf, rankScores, take } from '@applied-modeling/evaluation';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { evaluateSettings } from '../settings.ts';
import { hasEnoughCollapses, openWindow, type Window } from './window.ts';

/** Average precision by segment, tenure and region; null where too few accounts collapsed to say. */
export function judgeSlices(set: TrainingSet, window: Window, score: Float64Array, seed: number): Evaluation['slices'] {
  return Object.entries(set.slices).flatMap(([slice, labels]) => {
    const values = new Set(Array.from(window.rows, (row) => labels[row]));
    return [...values].sort().map((value) => {
      const positions = Uint32Array.from(window.rows.keys()).filter((at) => labels[window.rows[at]] === value);
      const part = openWindow(set, take(window.rows, positions));
      return {
        slice,
        value,
        averagePrecision: hasEnoughCollapses(part) ? estimate(part, take(score, positions), seed) : null,
      };
    });
  });
}

/** Average precision of a part of the window, whose interval is wide anyway. */
export function estimate(part: Window, score: Float64Array, seed: number) {
  const { partReplicates, level } = evaluateSettings;
  const options = { seed, replicates: partReplicates, level };
  return intervalOf(bootstrapAveragePrecision(part, [rankScores(score)], options)[0]);
}
