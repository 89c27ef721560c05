import type { Calendar, RefitFold } from './calendar.ts';
import { halveSteps, rowsInSteps, type StepRange } from './step-range.ts';

/** The rows of each window of a fold, ascending. */
export type FoldRows = {
  readonly fold: RefitFold;
  readonly train: Uint32Array;
  /** First half of the calibration window: when to stop. */
  readonly stopping: Uint32Array;
  /** Second half, which chose nothing. */
  readonly calibration: Uint32Array;
  /** Empty for the refit, whose test lies in the future. */
  readonly test: Uint32Array;
};

export type Split = {
  /** Oldest first. */
  readonly rolling: readonly FoldRows[];
  readonly final: FoldRows;
  readonly refit: FoldRows;
};

/** The folds of a calendar as rows. `step[i]` is when row i was decided; a row that is not usable belongs to no window. */
export function splitRows(
  { rolling, final, refit }: Pick<Calendar, 'rolling' | 'final' | 'refit'>,
  step: ArrayLike<number>,
  isUsable: (row: number) => boolean,
): Split {
  const rowsIn = (window: StepRange) => rowsInSteps(step, window).filter(isUsable);
  const rowsOf = (fold: RefitFold & { readonly test?: StepRange }): FoldRows => {
    const [stopping, calibration] = halveSteps(fold.calibration);
    return {
      fold,
      train: rowsIn(fold.train),
      stopping: rowsIn(stopping),
      calibration: rowsIn(calibration),
      test: fold.test ? rowsIn(fold.test) : new Uint32Array(0),
    };
  };
  return { rolling: rolling.map(rowsOf), final: rowsOf(final), refit: rowsOf(refit) };
}

/**
 * Windows that nothing can be learnt from or judged by, a sentence each: those without a row or, where a 0/1 label is given,
 * without both of its classes. None when the split can be used.
 */
export function unusableWindows(split: Split, label?: ArrayLike<number>): readonly string[] {
  return [...split.rolling, split.final, split.refit].flatMap((rows) => {
    const { train, stopping, calibration, test } = rows;
    const windows = { train, stopping, calibration, ...(rows === split.refit ? {} : { test }) };
    return Object.entries(windows).flatMap(([name, window]) => {
      const problem = label ? lackOfClass(window, label) : window.length === 0 && 'no usable row';
      return problem ? [`${rows.fold.name}, ${name} window: ${problem}`] : [];
    });
  });
}

function lackOfClass(window: Uint32Array, label: ArrayLike<number>): string | false {
  const positives = window.filter((row) => label[row] === 1).length;
  if (positives > 0 && positives < window.length) return false;
  return `${positives} positives among ${window.length} rows, expected both classes`;
}
