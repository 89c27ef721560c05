import { type Detector, detector, type Suspicion } from './detector.ts';
import type { PresentReading } from './evidence.ts';

/**
 * Columns that know the present. Two signs give them away:
 *
 * - Evaluated again today, at the same decision time, the column says something else: it depends on when it is read.
 * - It never changes between the decisions of an entity and always equals what it is today. A table that is overwritten in
 *   place and joined without a clock looks like this, and no clock of its own could tell.
 *
 * One change within one sampled entity clears a column of the second; so does a single value shared by all entities, which
 * has nothing to give away.
 */
export const asOfAgainstNow: Detector = detector(
  'as-of-against-now',
  ['names', 'columns', 'entity', 'now'],
  ({ names, columns, entity, now }) => {
    if (now.rows.length === 0) return { notApplicable: 'no row was read again' };
    const entities = countHistories(now.rows, entity);
    return names.flatMap((name, index) => [
      ...suspectChange(name, columns[index], now.rows, now.reread[index]),
      ...suspectPresent(name, columns[index], now, entities, index),
    ]);
  },
);

function suspectChange(
  name: string,
  column: Float32Array,
  rows: Uint32Array,
  reread: Float32Array,
): readonly Suspicion[] {
  const changed = rows.reduce((count, row, place) => count + (isSame(column[row], reread[place]) ? 0 : 1), 0);
  if (changed === 0) return [];
  const place = rows.findIndex((row, candidate) => !isSame(column[row], reread[candidate]));
  return [
    {
      subject: name,
      found:
        `${changed} of ${rows.length} rows read again differ, e.g. row ${rows[place]}: ` +
        `${inWords(column[rows[place]])} then, ${inWords(reread[place])} now`,
      allowed: 'the same value whenever it is read',
      explanation:
        'What was known at a decision cannot change afterwards, so one of the two readings did not respect it.',
      whatToDo: `Compile ${name} from its definition through the as-of door; stamp corrections with the time they arrive.`,
      severity: 'refused',
    },
  ];
}

function suspectPresent(
  name: string,
  column: Float32Array,
  { rows, current, declaredStatic }: PresentReading,
  entities: number,
  index: number,
): readonly Suspicion[] {
  if (entities < LEAST_ENTITIES || declaredStatic.includes(name)) return [];
  const present = current[index];
  if (!rows.every((row, place) => isSame(column[row], present[place]))) return [];
  if (rows.every((row) => isSame(column[row], column[rows[0]]))) return [];
  return [
    {
      subject: name,
      found: `in all ${rows.length} rows read again, of ${entities} entities with a history, the value of today`,
      allowed: 'values that differ from the present somewhere in the past, unless declared static',
      explanation:
        'The past of this column is its present: its source is overwritten in place, or was joined without a clock.',
      whatToDo: `Rebuild ${name} from dated versions of its source, leave it out, or declare it static if it truly is.`,
      severity: 'refused',
    },
  ];
}

/** With fewer entities an honest column may stand still by chance. */
const LEAST_ENTITIES = 20;

/** Entities with more than one row in the sample. */
function countHistories(rows: Uint32Array, entity: ArrayLike<number>): number {
  const seenOnce = new Set<number>();
  const seenAgain = new Set<number>();
  for (const row of rows) (seenOnce.has(entity[row]) ? seenAgain : seenOnce).add(entity[row]);
  return seenAgain.size;
}

/** Float32 values; a sum of quotients may differ in its last bit between two engines or thread counts. */
function isSame(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
}

function inWords(value: number): string {
  return Number.isNaN(value) ? 'missing' : String(value);
}
