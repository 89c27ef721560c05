/** How often a model decides, and what a monitor makes of that. A reader may change any of them; `--replays` says what it did. */
export const CADENCES = {
  week: {
    season: 1 /* steps looked at together: one week is like another */,
    base: 4 /* the first ones say what scores looked like when the model was new */,
    matured: 8 /* of outcomes taken together: a queue of one week has a dozen */,
    injectedAfter: 6 /* late enough for every signal to have a past, early enough for labels to mature afterwards */,
    watched: 52 /* an outcome may need a quarter to be known, and several are taken together */,
    quarter: 13,
  },
  day: {
    season: 7 /* a Sunday is unlike a Monday: the last seven days, every day */,
    base: 14,
    matured: 14,
    injectedAfter: 21,
    watched: 56 /* what is decided every day is known within weeks */,
    quarter: 91,
  },
} as const;

/** What a decision is made in. */
export type Cadence = keyof typeof CADENCES;

/** Whole weeks that hold so many steps. */
export function weeksOf(cadence: Cadence, steps: number): number {
  return Math.ceil((steps * CADENCES.week.quarter) / CADENCES[cadence].quarter);
}
