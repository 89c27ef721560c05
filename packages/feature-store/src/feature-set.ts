/**
 * A feature set: views, features derived from them, and which of all these a model sees, in which order. Training,
 * scoring and monitoring read the same set.
 */

import { type Derivation, namesRead } from './derivations.ts';
import { FEATURE_NAME, type FeatureView } from './feature-view.ts';

export interface FeatureSet {
  readonly views: readonly FeatureView[];
  readonly derived: Readonly<Record<string, Derivation>>;
  /** Every feature, ingredients included, in order of definition. */
  readonly names: readonly string[];
  /** The features a model is trained on, in the order of its columns. */
  readonly modelColumns: readonly string[];
}

export interface FeatureSetDeclaration {
  readonly views: readonly FeatureView[];
  readonly derived?: Readonly<Record<string, Derivation>>;
  /** Default: every feature. Name them to keep mere ingredients, such as the parts of a ratio, out of the model. */
  readonly modelColumns?: readonly string[];
}

/** Throws a `TypeError` on a name that is used twice, unknown, or read before it is defined (so a cycle cannot be). */
export function featureSet({ views, derived = {}, modelColumns }: FeatureSetDeclaration): FeatureSet {
  refuseRepeats(
    'view',
    views.map(({ name }) => name),
  );
  const names = [...views.flatMap(({ features }) => Object.keys(features)), ...Object.keys(derived)];
  refuseRepeats('feature', names);
  const defined = new Set(views.flatMap(({ features }) => Object.keys(features)));
  for (const [name, derivation] of Object.entries(derived)) {
    if (!FEATURE_NAME.test(name)) throw new TypeError(`derived feature '${name}': use a-z, 0-9 and _`);
    const unknown = namesRead(derivation).find((read) => !defined.has(read));
    if (unknown !== undefined)
      throw new TypeError(`derived feature ${name}: reads ${unknown}, which is not defined before it`);
    defined.add(name);
  }
  const unknown = modelColumns?.find((name) => !defined.has(name));
  if (unknown !== undefined) throw new TypeError(`model column ${unknown}: no such feature`);
  refuseRepeats('model column', modelColumns ?? []);
  return { views, derived, names, modelColumns: modelColumns ?? names };
}

function refuseRepeats(what: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw new TypeError(`${what} ${repeated}: defined twice; every name is given once`);
}
