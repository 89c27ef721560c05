/**
 * A window of decision steps: integers on any common count, of weeks, days or hours. What a step is only the calendar and the
 * label's gap need to know.
 */
export type StepRange = {
  readonly first: number;
  /** Included; always first plus a multiple of stride. */
  readonly last: number;
  /** 4 = every fourth step. */
  readonly stride: number;
};

/** The steps first, first + stride, … not beyond `last`. Throws when there is none. */
export function stepRange(first: number, last: number, stride = 1): StepRange {
  if (!(first <= last)) throw new RangeError(`stepRange: the last step ${last} is before the first ${first}`);
  return { first, last: last - ((last - first) % stride), stride };
}

/** Two halves of a window, the first one longer by a step when they cannot be equal. */
export function halveSteps({ first, last, stride }: StepRange): readonly [StepRange, StepRange] {
  const steps = (last - first) / stride + 1;
  const second = first + Math.ceil(steps / 2) * stride;
  return [stepRange(first, second - stride, stride), stepRange(second, last, stride)];
}

/** Every step of the window, ascending. */
export function stepsIn({ first, last, stride }: StepRange): number[] {
  return Array.from({ length: (last - first) / stride + 1 }, (_, index) => first + index * stride);
}

/** The rows whose step belongs to the window, ascending. */
export function rowsInSteps(step: ArrayLike<number>, { first, last, stride }: StepRange): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < step.length; row++) {
    if (step[row] >= first && step[row] <= last && (step[row] - first) % stride === 0) rows.push(row);
  }
  return Uint32Array.from(rows);
}
