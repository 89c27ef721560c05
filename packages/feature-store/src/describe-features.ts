import type { FeatureSet } from './feature-set.ts';
import type { FeatureView } from './feature-view.ts';

/** One row of the table of features, for a README or a report: what a feature is made of. What it computes, its definition says. */
export interface FeatureDescription {
  readonly name: string;
  /** The table read; of a derived feature, the features. */
  readonly source: string;
  /** What a row of it is. */
  readonly grain: string;
  /** Before the decision's day, e.g. `28 days`; of an event view, e.g. `last 24 hours`. */
  readonly window: string;
  /** Which clock decides what a decision may read. */
  readonly clock: string;
  /** How old the newest row is declared to be at most, e.g. `14 h` or `12 min`. */
  readonly freshness: string;
}

/** Every feature, ingredients included, in order of definition. */
export function describeFeatures({ views, derived }: FeatureSet): readonly FeatureDescription[] {
  const ofViews = views.flatMap((view) =>
    Object.keys(view.features).map((name) => ({
      name,
      source: view.source.name,
      grain: view.source.grain.replace(/^one row per /, ''),
      window: windowOf(view, name),
      clock: clockOf(view),
      freshness: view.kind === 'calendar' ? 'in advance' : ageInWords(view.freshnessHours),
    })),
  );
  const made = { source: 'features above', grain: 'decision', window: 'theirs', clock: 'theirs', freshness: 'theirs' };
  return [...ofViews, ...Object.keys(derived).map((name) => ({ name, ...made }))];
}

/** What features are in a reader's words, by name: of those whose definition says so. */
export function featureWords({ views }: Pick<FeatureSet, 'views'>): Readonly<Record<string, string>> {
  const features = views.flatMap((view) => Object.entries(view.features));
  return Object.fromEntries(
    features.flatMap(([name, feature]) => ('about' in feature && feature.about ? [[name, feature.about]] : [])),
  );
}

function windowOf(view: FeatureView, name: string): string {
  switch (view.kind) {
    case 'calendar':
      return daysOf(view.features[name]);
    case 'latest':
      return 'newest row';
    case 'window':
      return `${view.features[name].days} days`;
    case 'event': {
      const { rows, hours, days } = view.features[name];
      const [size, unit] = rows ? [rows, 'row'] : hours ? [hours, 'hour'] : [days, 'day'];
      return `last ${size} ${unit}${size === 1 ? '' : 's'}`;
    }
  }
}

function clockOf(view: FeatureView): string {
  const { availableAt } = view.source.clocks;
  if (view.kind === 'calendar') return 'published in advance';
  return availableAt ? `${availableAt} ≤ decided_at` : 'always known';
}

/** The space does not break. */
function ageInWords(hours: number): string {
  if (hours >= 1) return `${hours}\u00a0h`;
  const minutes = 60 * hours;
  return minutes >= 1 ? `${Math.round(minutes)}\u00a0min` : `${Math.round(60 * minutes)}\u00a0s`;
}

function daysOf({ from, to }: { readonly from: number; readonly to: number }): string {
  return to === 0 ? `${-from} days` : `days ${from} to ${to}`;
}
