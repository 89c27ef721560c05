/** Whether two sets of rows have a key in common, by comparing every pair. */

export interface Key {
  readonly day: string;
  readonly record: number;
}

export function sharesAKey(left: readonly Key[], right: readonly Key[]): boolean {
  for (const a of left) {
    for (const b of right) {
      if (a.day === b.day && a.record === b.record) return true;
    }
  }
  return false;
}
