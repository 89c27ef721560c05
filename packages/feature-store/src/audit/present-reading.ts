import { modelMatrix, type TrainingSet } from '../training-set.ts';
import type { PresentReading } from './evidence.ts';

/** Rows that are read a second time, by the id they were joined by and the instant they were decided at. */
export interface RowsToReread {
  readonly rows: Uint32Array;
  readonly entityId: readonly string[];
  readonly decidedAt: ArrayLike<number>;
}

/** All rows of every n-th entity, about so many entities: a column had its chance to change. `cluster` numbers entities from 0. */
export function rowsOfSomeEntities(cluster: Int32Array, entities: number): Uint32Array {
  const all = cluster.reduce((largest, one) => Math.max(largest, one), 0) + 1;
  const every = Math.max(1, Math.floor(all / entities));
  return Uint32Array.from(cluster.keys()).filter(
    (row) => cluster[row] % every === 0 && cluster[row] < every * entities,
  );
}

/**
 * What a second reading says of some rows, at their own decision and `now`. `again` holds both, joined by `key`; throws where it does
 * not, because whoever was a candidate once was one for good.
 */
export function presentReading(
  again: TrainingSet,
  { rows, entityId, decidedAt }: RowsToReread,
  {
    key,
    now,
    declaredStatic,
  }: { readonly key: string; readonly now: number; readonly declaredStatic: readonly string[] },
): PresentReading {
  const ids = again.spine.keys[key] as readonly string[];
  const place = new Map(ids.map((id, row) => [`${id} ${again.spine.decidedAt[row]}`, row]));
  const placeOf = (id: string, at: number) => {
    const found = place.get(`${id} ${at}`);
    if (found !== undefined) return found;
    throw new RangeError(`read again: ${id} is no candidate at ${new Date(at).toISOString()}, but was one before`);
  };
  const columns = modelMatrix(again);
  const at = (instant: (row: number) => number) => {
    const places = Uint32Array.from(rows, (row) => placeOf(entityId[row], instant(row)));
    return columns.map((column) => Float32Array.from(places, (one) => column[one]));
  };
  return { rows, reread: at((row) => decidedAt[row]), current: at(() => now), declaredStatic };
}
