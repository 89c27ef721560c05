import type { Fold } from './temporal-fold.ts';

const windowPairs = [
  ['train', 'calibration'],
  ['train', 'test'],
  ['calibration', 'test'],
] as const;

/** A later window starts acting before the labels an earlier window learnt from were known. */
export type LabelWindowOverlap = {
  readonly earlier: 'train' | 'calibration';
  readonly later: 'calibration' | 'test';
  /** First step at which every label of the earlier window is known. */
  readonly knownFromStep: number;
  readonly startsAtStep: number;
};

/** Every pair of windows of a fold, however it was made, that breaks w + gap ≤ v; empty for a sound fold. */
export function labelWindowOverlaps(fold: Fold, gapSteps: number): readonly LabelWindowOverlap[] {
  return windowPairs
    .map(([earlier, later]) => ({
      earlier,
      later,
      knownFromStep: fold[earlier].last + gapSteps,
      startsAtStep: fold[later].first,
    }))
    .filter(({ knownFromStep, startsAtStep }) => knownFromStep > startsAtStep);
}

/** Throws for the first pair of windows whose labels overlap, naming both. */
export function assertDisjointLabelWindows(fold: Fold, gapSteps: number, unit = 'step'): void {
  for (const { earlier, later, knownFromStep, startsAtStep } of labelWindowOverlaps(fold, gapSteps)) {
    throw new RangeError(
      `fold ${fold.name}: ${later} starts in ${unit} ${startsAtStep}, but the labels of ${earlier} are known only from ${unit} ` +
        `${knownFromStep} (last ${unit} ${knownFromStep - gapSteps} + gap ${gapSteps}); end ${earlier} earlier`,
    );
  }
}
