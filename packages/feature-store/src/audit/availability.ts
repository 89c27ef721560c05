import { detector, instantInWords, type Suspicion } from './detector.ts';

/** A value that became available only after the decision it was used for: the definition of a leak. */
export const availability = detector(
  'availability',
  ['decidedAt', 'maxAvailableAtBySource'],
  ({ decidedAt, maxAvailableAtBySource }) => {
    const sources = Object.entries(maxAvailableAtBySource);
    if (sources.length === 0) return { notApplicable: 'no source reports when its rows became available' };
    return sources.flatMap(([source, availableAt]) => suspect(source, availableAt, decidedAt));
  },
);

function suspect(source: string, availableAt: ArrayLike<number>, decidedAt: ArrayLike<number>): readonly Suspicion[] {
  let lateRows = 0;
  let worst = 0;
  const lateness = (row: number) => availableAt[row] - decidedAt[row];
  for (let row = 0; row < decidedAt.length; row++) {
    if (!(lateness(row) > 0)) continue;
    if (lateRows === 0 || lateness(row) > lateness(worst)) worst = row;
    lateRows += 1;
  }
  if (lateRows === 0) return [];
  return [
    {
      subject: source,
      found:
        `${lateRows} of ${decidedAt.length} rows, the worst a value available at ` +
        `${instantInWords(availableAt[worst])} in a row decided at ${instantInWords(decidedAt[worst])}`,
      allowed: 'available_at <= decided_at in every row',
      explanation:
        'At the decision nobody could have known this value, so a model that learns from it will miss it live.',
      whatToDo: `Read ${source} through the as-of door, not the latest one.`,
      severity: 'refused',
    },
  ];
}
