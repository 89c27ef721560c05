import { sqlInstant, type TableContract } from '@applied-modeling/lakehouse';
import { compileFeatures } from '../compile-features.ts';
import { type FeatureSet, featureSet } from '../feature-set.ts';
import type { EventView } from '../feature-view.ts';
import { buildTrainingSet, type QueryEngine } from '../training-set.ts';

/**
 * What features say at one moment, by entity, to be looked up in microseconds. Plain JSON; on Databricks it is an online table, and
 * Feast calls the two verbs `materialize` and `get_online_features`.
 */
export interface OnlineStore {
  /** Milliseconds since 1970; nothing that became known later is in it. */
  readonly at: number;
  /** By view, by `entityId`: the features of the view in the order of its declaration, null where nothing is known. */
  readonly views: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
}

export interface MaterialiseOptions {
  readonly at: number;
  /** A source as SQL, as `compileFeatures` takes it; `undefined` when it is absent, and then its views know nobody. */
  readonly relation: (contract: TableContract) => string | undefined;
}

/**
 * The event views of a set for every entity that has a row by then. They are compiled as for a training set, with a spine of entities
 * instead of decisions, so training and serving cannot mean two things by a name.
 */
export async function materialise(
  lake: QueryEngine,
  set: Pick<FeatureSet, 'views'>,
  { at, relation }: MaterialiseOptions,
): Promise<OnlineStore> {
  const views: Record<string, OnlineStore['views'][string]> = {};
  for (const view of eventViewsOf(set)) views[view.name] = await entitiesOf(lake, view, { at, relation });
  return { at, views };
}

export function eventViewsOf({ views }: Pick<FeatureSet, 'views'>): readonly EventView[] {
  return views.filter((view) => view.kind === 'event');
}

/** One name for what may take two columns to name. */
export function entityId(parts: readonly unknown[]): string {
  return JSON.stringify(parts.map(String));
}

async function entitiesOf(lake: QueryEngine, view: EventView, { at, relation }: MaterialiseOptions) {
  const from = relation(view.source);
  if (from === undefined) return {};
  const instant = sqlInstant(new Date(at));
  const isKnown = [
    ...view.entity.map((key) => `${key} IS NOT NULL`),
    `${view.source.clocks.availableAt} <= ${instant}`,
  ];
  const entities = `(SELECT DISTINCT ${view.entity.join(', ')}, ${instant} AS decided_at FROM ${from} WHERE ${isKnown.join(' AND ')})`;
  const spine = { relation: entities, keys: view.entity };
  const {
    rowCount,
    spine: found,
    columns,
  } = await buildTrainingSet(lake, compileFeatures(featureSet({ views: [view] }), { spine, relation }));
  return Object.fromEntries(
    Array.from({ length: rowCount }, (_, row) => [
      entityId(view.entity.map((key) => found.keys[key][row])),
      columns.map((column) => (Number.isNaN(column[row]) ? null : column[row])),
    ]),
  );
}
