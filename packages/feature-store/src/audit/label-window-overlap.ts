import { type Detector, detector, instantInWords, type Suspicion } from './detector.ts';
import type { AuditFold, LabelWindows } from './evidence.ts';

/**
 * An entity whose label window in the rows a model is judged on overlaps one in the rows it was fitted to. Both labels
 * then tell of the same event, and a model that memorised the entity is rewarded for it.
 *
 * Cost: O(rows) a fold, plus each later row against the earlier rows of its own entity.
 */
export const labelWindowOverlap: Detector = detector(
  'label-window-overlap',
  ['entity', 'labelWindow', 'folds'],
  ({ entity, labelWindow, folds }) => {
    if (folds.length === 0) return { notApplicable: 'there is no fold' };
    return folds.flatMap((fold) => suspect(fold, entity, labelWindow));
  },
);

function suspect(
  { name, earlier, later }: AuditFold,
  entity: ArrayLike<number>,
  { startsAt, endsAt }: LabelWindows,
): readonly Suspicion[] {
  const earlierRowsOf = groupByEntity(earlier, entity);
  let overlaps = 0;
  let example: { readonly earlier: number; readonly later: number } | undefined;
  for (const row of later) {
    const twin = earlierRowsOf(entity[row]).find(
      (candidate) => startsAt[candidate] < endsAt[row] && startsAt[row] < endsAt[candidate],
    );
    if (twin === undefined) continue;
    example ??= { earlier: twin, later: row };
    overlaps += 1;
  }
  if (!example) return [];
  const window = (row: number) => `${instantInWords(startsAt[row])} to ${instantInWords(endsAt[row])}`;
  return [
    {
      subject: name,
      found:
        `${overlaps} of ${later.length} later rows, e.g. entity ${entity[example.later]}: row ${example.earlier} is ` +
        `labelled by ${window(example.earlier)}, row ${example.later} by ${window(example.later)}`,
      allowed: 'no overlap of the label windows of one entity',
      explanation: 'Both rows are labelled by the same days, so the score on the later one is partly a memory.',
      whatToDo: 'Leave one label horizon empty between the windows of a fold, and split by the entity behind an id.',
      severity: 'refused',
    },
  ];
}

/** Rows sorted by entity in two passes, so that the rows of an entity are one slice. */
function groupByEntity(rows: Uint32Array, entity: ArrayLike<number>): (entity: number) => Uint32Array {
  let entities = 0;
  for (const row of rows) entities = Math.max(entities, entity[row] + 1);
  const startOf = new Uint32Array(entities + 1);
  for (const row of rows) startOf[entity[row] + 1] += 1;
  for (let number = 0; number < entities; number++) startOf[number + 1] += startOf[number];
  const freeIn = startOf.slice();
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[freeIn[entity[row]]++] = row;
  return (number) => (number < entities ? sorted.subarray(startOf[number], startOf[number + 1]) : NO_ROWS);
}

const NO_ROWS = new Uint32Array(0);
