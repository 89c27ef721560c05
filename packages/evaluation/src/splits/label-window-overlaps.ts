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
  /** First week in which every label of the earlier window is known. */
  readonly knownFromWeek: number;
  readonly startsWeek: number;
};

/** Every pair of windows of a fold, however it was made, that breaks w + gap ≤ v; empty for a sound fold. */
export function labelWindowOverlaps(fold: Fold, gapWeeks: number): readonly LabelWindowOverlap[] {
  return windowPairs
    .map(([earlier, later]) => ({
      earlier,
      later,
      knownFromWeek: fold[earlier].lastWeek + gapWeeks,
      startsWeek: fold[later].firstWeek,
    }))
    .filter(({ knownFromWeek, startsWeek }) => knownFromWeek > startsWeek);
}

/** Throws for the first pair of windows whose labels overlap, naming both. */
export function assertDisjointLabelWindows(fold: Fold, gapWeeks: number): void {
  for (const { earlier, later, knownFromWeek, startsWeek } of labelWindowOverlaps(fold, gapWeeks)) {
    throw new RangeError(
      `fold ${fold.name}: ${later} starts in week ${startsWeek}, but the labels of ${earlier} are known only from week ` +
        `${knownFromWeek} (last week ${knownFromWeek - gapWeeks} + gap ${gapWeeks}); end ${earlier} earlier`,
    );
  }
}
