import { createHash } from 'node:crypto';
import type { FeatureSet } from './feature-set.ts';
import type { FeatureView } from './feature-view.ts';

/**
 * Sixteen hex digits of SHA-256 over all that decides a feature's value or its place in the model: source, clocks, entity,
 * operation, window, condition and order. Descriptions and declared freshness do not count.
 */
export function fingerprintFeatures({ views, derived, modelColumns }: FeatureSet): string {
  const definitions = { views: views.map(definitionOf), derived: Object.entries(derived), modelColumns };
  return createHash('sha256').update(canonicalJson(definitions)).digest('hex').slice(0, 16);
}

function definitionOf(view: FeatureView): object {
  const { kind, name, source, features } = view;
  return {
    kind,
    name,
    source: { name: source.name, key: source.key, clocks: source.clocks, history: source.history },
    joinedOn: kind === 'calendar' ? view.dateColumn : view.entity,
    features: Object.entries(features).map(([feature, { about: _, ...definition }]) => [feature, definition]),
  };
}

/** Keys in alphabetical order, so that the order in which an object was written does not matter; lists keep theirs. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, node) =>
    node !== null && typeof node === 'object' && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  );
}
