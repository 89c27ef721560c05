/** A window of decision weeks, integers on any common count. */
export type WeekRange = {
  readonly firstWeek: number;
  /** Included; always firstWeek plus a multiple of step. */
  readonly lastWeek: number;
  /** 4 = every fourth week. */
  readonly step: number;
};

/** The weeks first, first + step, … not beyond `lastWeek`. Throws when there is none. */
export function weekRange(firstWeek: number, lastWeek: number, step = 1): WeekRange {
  if (!(firstWeek <= lastWeek)) throw new RangeError(`weekRange: last week ${lastWeek} is before week ${firstWeek}`);
  return { firstWeek, lastWeek: lastWeek - ((lastWeek - firstWeek) % step), step };
}

/** Two halves of a window, the first one longer by a week when they cannot be equal. */
export function halveWeeks({ firstWeek, lastWeek, step }: WeekRange): readonly [WeekRange, WeekRange] {
  const weeks = (lastWeek - firstWeek) / step + 1;
  const secondStart = firstWeek + Math.ceil(weeks / 2) * step;
  return [weekRange(firstWeek, secondStart - step, step), weekRange(secondStart, lastWeek, step)];
}

/** The rows whose week belongs to the window, ascending. */
export function rowsInWeeks(week: ArrayLike<number>, { firstWeek, lastWeek, step }: WeekRange): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < week.length; row++) {
    const isInside = week[row] >= firstWeek && week[row] <= lastWeek && (week[row] - firstWeek) % step === 0;
    if (isInside) rows.push(row);
  }
  return Uint32Array.from(rows);
}
