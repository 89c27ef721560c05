/**
 * The published usage calendar: how much busier a week is than an average one, the same for every account. Quarter ends are
 * busy and the turn of the year is quiet. It is known in advance, so labels and features divide by it.
 */
export function seasonFactor(week: number): number {
  const weekOfYear = ((week % 52) + 52) % 52;
  if (weekOfYear === 51) return 0.8;
  if (weekOfYear === 0) return 0.85;
  const weekOfQuarter = weekOfYear % 13;
  if (weekOfQuarter >= 11) return 1.12;
  if (weekOfQuarter === 0) return 0.95;
  return 1;
}
