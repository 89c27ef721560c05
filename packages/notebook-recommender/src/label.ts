import { type Lake, readSql } from '@applied-modeling/lakehouse';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';

/**
 * The label as an executable contract: a suggestion succeeds when it was opened or cloned, a cell of it ran without error within half
 * an hour, and the copy was still there a day later.
 *
 * Rejected: the click (a title that promises much is clicked and left), time on page (a notebook that hangs wins), use within a
 * week (by then something else led there).
 */
export const labelContract = {
  event: 'opened or cloned, ran without error within 30 minutes, kept for a day',
  runsWithinMinutes: 30,
  keptHours: 24,
  leadDays: 0 /* the blank page is the decision */,
  windowDays: 1 /* the day of the slate */,
  correctionDays: 1 /* a day to throw the copy away, and the log with it */,
} as const;

export const maturesAfterDays = labelContract.leadDays + labelContract.windowDays + labelContract.correctionDays;

/** When the label of a slate shown then is known, in ms since 1970: all slates of a day mature together. */
export function maturesAt(shownMs: number): number {
  return (Math.floor(shownMs / MS_PER_DAY) + maturesAfterDays) * MS_PER_DAY;
}

/** What somebody did with one suggestion of a slate; instants in ms, NaN where it never happened. */
export interface Reaction {
  readonly openedAt: number;
  /** The first cell that ran without error. */
  readonly ranAt: number;
  readonly deletedAt: number;
}

/** With whether the user opened it without the slate, within half an hour. */
export interface Outcome extends Reaction {
  readonly foundAlone: boolean;
}

/** 1 or 0 for a suggestion shown at `shownMs`. */
export function labelOf(shownMs: number, { openedAt, ranAt, deletedAt }: Reaction): number {
  const ranInTime = ranAt - shownMs <= labelContract.runsWithinMinutes * MS_PER_MINUTE;
  const wasThrownAway = deletedAt - openedAt <= labelContract.keptHours * MS_PER_HOUR;
  return Number(!Number.isNaN(openedAt) && ranInTime && !wasThrownAway);
}

const MS_PER_MINUTE = 60_000;

/** What became of every row of `slate_rows`, in their order. */
export async function labels({ lake }: { readonly lake: Lake }): Promise<readonly Outcome[]> {
  const found = await lake.query(LABEL_SQL);
  const [openedAt, ranAt, deletedAt] = ['opened_ms', 'ran_ms', 'deleted_ms'].map((name) => found.numbers(name));
  return Array.from(found.integers('found_alone'), (alone, row) => ({
    ...{ openedAt: openedAt[row], ranAt: ranAt[row], deletedAt: deletedAt[row] },
    foundAlone: alone === 1,
  }));
}

const LABEL_SQL = readSql(new URL('label.sql', import.meta.url));
