import { rankScores } from '@applied-modeling/evaluation';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { take } from '../rows.ts';
import { evaluateSettings } from '../settings.ts';
import { mapInTurn } from './in-turn.ts';
import { bootstrap, hasEnoughPositives, interval, openWindow, type Window, weightedMean } from './window.ts';

/** Average precision by segment, tenure and region; null where too few accounts collapsed to say. */
export function judgeSlices(
  set: TrainingSet,
  window: Window,
  score: Float64Array,
  seed: number,
): Promise<Evaluation['slices']> {
  const slices = Object.entries(set.slices).flatMap(([slice, labels]) => {
    const values = new Set(Array.from(window.rows, (row) => labels[row]));
    return [...values].sort().map((value) => ({ slice, value, labels }));
  });
  return mapInTurn(slices, ({ slice, value, labels }) => {
    const positions = Uint32Array.from(window.rows.keys()).filter((at) => labels[window.rows[at]] === value);
    const part = openWindow(set, take(window.rows, positions));
    const ranked = rankScores(take(score, positions));
    return {
      slice,
      value,
      rows: positions.length,
      baseRate: weightedMean(part.label, part.weight),
      averagePrecision: hasEnoughPositives(part)
        ? interval(bootstrap(part, seed, [ranked], evaluateSettings.partReplicates)[0])
        : null,
    };
  });
}
