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
    const histories = sampledHistories(now.rows, entity);
    return names.flatMap((name, index) => [
      ...suspectChange(name, columns[index], now.rows, now.reread[index]),
      ...suspectPresent(name, columns[index], histories, now, index),
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
  { rows, placeOf, entities }: Histories,
  { current, declaredStatic }: PresentReading,
  index: number,
): readonly Suspicion[] {
  if (entities < LEAST_ENTITIES || declaredStatic.includes(name)) return [];
  const present = current[index];
  if (!rows.every((row, order) => isSame(column[row], present[placeOf[order]]))) return [];
  if (rows.every((row) => isSame(column[row], column[rows[0]]))) return [];
  return [
    {
      subject: name,
      found: `in all ${rows.length} rows of ${entities} entities the value of today`,
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

/** Every row of the sampled entities that have more than one. */
interface Histories {
  readonly rows: readonly number[];
  /** For each of `rows`, a place in the sample that holds a row of the same entity. */
  readonly placeOf: readonly number[];
  readonly entities: number;
}

function sampledHistories(sampled: Uint32Array, entity: ArrayLike<number>): Histories {
  const placeByEntity = new Map<number, number>();
  for (const [place, row] of sampled.entries()) placeByEntity.set(entity[row], place);
  const rowsByEntity = new Map<number, number[]>();
  for (let row = 0; row < entity.length; row++) {
    if (!placeByEntity.has(entity[row])) continue;
    const history = rowsByEntity.get(entity[row]);
    if (history) history.push(row);
    else rowsByEntity.set(entity[row], [row]);
  }
  const histories = [...rowsByEntity].filter(([, history]) => history.length > 1);
  return {
    rows: histories.flatMap(([, history]) => history),
    placeOf: histories.flatMap(([number, history]) => history.map(() => placeByEntity.get(number)!)),
    entities: histories.length,
  };
}

/** Float32 values; a sum of quotients may differ in its last bit between two engines or thread counts. */
function isSame(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
}

function inWords(value: number): string {
  return Number.isNaN(value) ? 'missing' : String(value);
}
