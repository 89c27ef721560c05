import type { FeatureSet } from '../feature-set.ts';
import { entityId, eventViewsOf, type OnlineStore } from './materialise.ts';

const MS_PER_HOUR = 3_600_000;

/**
 * The features of one decision at `decidedAt` (ms), by name; NaN where nothing is known. `entity` names it by the columns of the
 * views. Clocks go on after the store was made; windows stand still until the next one, so a store is as old as it may be.
 */
export function lookUp(
  set: Pick<FeatureSet, 'views'>,
  { at, views }: OnlineStore,
  entity: Readonly<Record<string, string | number | null>>,
  decidedAt: number,
): ReadonlyMap<string, number> {
  const hours = (decidedAt - at) / MS_PER_HOUR;
  const values = new Map<string, number>();
  for (const { name, entity: keys, features } of eventViewsOf(set)) {
    const id = keys.map((key) => entity[key]);
    // Somebody without a name has no past, not even that of somebody called null.
    const known = id.includes(null) ? undefined : views[name]?.[entityId(id)];
    for (const [nth, [feature, { op }]] of Object.entries(features).entries()) {
      const value = known?.[nth] ?? (op === 'count' ? 0 : Number.NaN);
      values.set(feature, op === 'hoursSinceLast' ? value + hours : value);
    }
  }
  return values;
}
