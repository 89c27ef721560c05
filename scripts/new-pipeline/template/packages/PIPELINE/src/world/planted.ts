/**
 * The rule to be recovered: a machine fails where it is worn and at half load, which makes it resonate, and hardly otherwise. Wear
 * is hidden and shows in errors; load is seen. Either alone says little, and more load is not more danger.
 */
export const planted = {
  errorsPerDay: [1, 2] /* sound, worn */,
  wears: 0.04 /* a sound machine, by the week */,
  mends: 0.08,
  loadPercent: [25, 55, 85] /* light, half, full; ± 8 */,
  loadChanges: 0.08 /* by the week, to either other */,
  failsOnDay: { wornAtHalfLoad: 0.2, else: 0.001 },
  sundayIsLate: 0.15 /* known on Monday noon, after the decision */,
} as const;

/** Light, half, full. */
export type Load = 0 | 1 | 2;

export function failsOnDay(isWorn: boolean, load: Load): number {
  return isWorn && load === 1 ? planted.failsOnDay.wornAtHalfLoad : planted.failsOnDay.else;
}
